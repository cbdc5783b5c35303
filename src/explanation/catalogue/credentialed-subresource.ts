import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const credentialedSubresource: CatalogueEntry = {
  title: (s) => `Take the user name and password out of the redirect of ${s.target}`,
  short: () => "not CORS: a password in the URL",
  because: (s) => [
    `${s.host} redirects to a URL with a user name or password before the host.`,
    "Chromium loads nothing into a page from such a URL, whatever CORS says.",
  ],
  fix: () => [
    "In the Location header, send the URL without the part before the @.",
    "Pass the secret in a header instead.",
  ],
  learnMore: [
    fetchStandard("main-fetch", "main fetch"),
    mdn("HTTP/Guides/Authentication", "HTTP authentication"),
  ],
};
