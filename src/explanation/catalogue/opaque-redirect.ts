import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const opaqueRedirect: CatalogueEntry = {
  title: (s) => `Use redirect: "follow" if your script needs the final answer to ${s.target}`,
  short: () => "opaque redirect",
  because: (s) => [
    `${s.host} answered ${s.target} with ${s.status || "a redirect"}.`,
    'Your call says redirect: "manual", so your script gets an opaque redirect: no status, no headers.',
  ],
  fix: () => ['Drop redirect: "manual" from the call to follow the redirect.'],
  learnMore: [
    fetchStandard("concept-filtered-response-opaque-redirect", "opaque-redirect filtered response"),
    mdn("API/Request/redirect", "Request.redirect"),
  ],
};
