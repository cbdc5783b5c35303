import { CORS_CHECK, MDN_CORS } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const headersRewrittenByExtension: CatalogueEntry = {
  title: (s) => `Turn off the extension that rewrites the headers of ${s.target}`,
  short: () => "an extension rewrote the headers",
  because: (s) => [
    `Another extension changed the headers of ${s.answer} before the browser judged them.`,
    "Your users, without that extension, may get another result.",
  ],
  fix: () => ["Turn the extension off, and try again, to see what the server itself brings about."],
  learnMore: [CORS_CHECK, MDN_CORS],
};
