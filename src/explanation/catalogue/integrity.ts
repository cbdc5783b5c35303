import { mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const integrity: CatalogueEntry = {
  title: (s) => `Update the integrity hash of ${s.path} in your page, or restore the file`,
  short: () => "not CORS: integrity hash",
  because: (s) => [
    `${s.url} does not have the content that the integrity attribute in your page promises.`,
    "Or its content could not be checked, because it was loaded without CORS.",
  ],
  fix: (s) => [
    "Compare the file with the one that the hash was made of. If the change is yours, make a new hash.",
    `For a file of another origin, add crossorigin to the element, and have ${s.host} allow ${s.pageOrigin}.`,
  ],
  learnMore: [
    {
      label: "Subresource Integrity standard",
      url: "https://w3c.github.io/webappsec-subresource-integrity/",
    },
    mdn("Security/Subresource_Integrity", "Subresource Integrity"),
  ],
};
