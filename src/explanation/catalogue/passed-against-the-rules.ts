import { CORS_CHECK, MDN_CORS } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const passedAgainstTheRules: CatalogueEntry = {
  title: (s) => `Find out what let ${s.target} pass: by its headers it should be blocked`,
  short: () => "passed against the rules",
  because: (s) => [
    `By the headers seen, ${s.browser} should have kept ${s.answer} from ${s.pageOrigin}. It did not.`,
    "An extension that switches CORS off, or a browser started with web security disabled, would look like this.",
  ],
  fix: () => ["Try again in a fresh profile without other extensions. Your users have neither."],
  learnMore: [CORS_CHECK, MDN_CORS],
};
