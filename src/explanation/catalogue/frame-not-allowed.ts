import { mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const frameNotAllowed: CatalogueEntry = {
  title: (s) => `Let ${s.pageOrigin} put ${s.target} in a frame, or do not frame it`,
  short: () => "not CORS: it refuses to be framed",
  because: (s) => [
    `${s.url} says who may put it in a frame, and ${s.pageOrigin} is not among them.`,
    "That is X-Frame-Options or the frame-ancestors of its Content-Security-Policy, not CORS.",
  ],
  fix: (s) => [
    `On ${s.answer}, name ${s.pageOrigin} in frame-ancestors of Content-Security-Policy, and leave X-Frame-Options out`,
    "If you do not run that site, open it in a tab of its own instead.",
  ],
  learnMore: [
    {
      label: "CSP: frame-ancestors",
      url: "https://w3c.github.io/webappsec-csp/#directive-frame-ancestors",
    },
    mdn("HTTP/Reference/Headers/X-Frame-Options", "X-Frame-Options"),
  ],
};
