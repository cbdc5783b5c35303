import { get } from "../../http/header-list.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const redirectModeError: CatalogueEntry = {
  title: (s) => {
    const to = plainText(get(s.headers, "Location"));
    return to === ""
      ? `Drop redirect: "error" from the call to ${s.path}`
      : `Call ${to} directly, or drop redirect: "error"`;
  },
  short: () => 'redirect: "error" met a redirect',
  because: (s) => [
    `${s.host} answered ${s.target} with ${s.status || "a redirect"}.`,
    'Your call says redirect: "error", so the browser failed it.',
  ],
  fix: () => ["Use the final URL in your call, or let it follow redirects (the default)."],
  learnMore: [
    fetchStandard("concept-request-redirect-mode", "redirect mode"),
    mdn("API/Request/redirect", "Request.redirect"),
  ],
};
