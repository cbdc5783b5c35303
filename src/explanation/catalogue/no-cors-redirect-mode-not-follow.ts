import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const noCorsRedirectModeNotFollow: CatalogueEntry = {
  title: (s) => `Leave redirect at "follow" in the no-cors call to ${s.path}`,
  short: () => 'no-cors needs redirect: "follow"',
  because: (s) => [
    `Your page asked for ${s.url} with mode "no-cors" and a redirect mode other than "follow".`,
    "The two do not go together, so nothing was sent.",
  ],
  fix: () => [
    'Drop the redirect option from the call, or use mode "cors" if you need to read the answer.',
  ],
  learnMore: [
    fetchStandard("main-fetch", "main fetch"),
    mdn("API/Request/redirect", "Request.redirect"),
  ],
};
