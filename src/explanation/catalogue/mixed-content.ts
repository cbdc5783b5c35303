import { mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const mixedContent: CatalogueEntry = {
  title: (s) => `Call ${s.host} over https: your page is on https`,
  short: () => "not CORS: mixed content",
  because: (s) => [
    `The page on ${s.pageOrigin} is secure, and ${s.url} is not.`,
    "The browser stops such a call before it is sent, whatever CORS says.",
  ],
  fix: (s) => [`Serve ${s.host} over https, and use https:// in the call.`],
  learnMore: [
    { label: "Mixed Content standard", url: "https://w3c.github.io/webappsec-mixed-content/" },
    mdn("Security/Mixed_content", "mixed content"),
  ],
};
