import { get } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, MDN_CORS } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const redirectContainsCredentials: CatalogueEntry = {
  title: (s) => `Take the user name and password out of the redirect of ${s.target}`,
  short: () => "redirect URL holds a password",
  because: (s) => {
    const to = parseUrl(get(s.headers, "Location") ?? "", s.hop.url);
    return [
      `${s.host} redirects to a URL on ${plainText(to?.host) || "another host"} with a user name or password before the host.`,
      "A cross-origin call may not be redirected to such a URL.",
      ...(s.browser === "Firefox" ? ["Firefox stops here without a message of its own."] : []),
    ];
  },
  fix: () => [
    "In the Location header, send the URL without the part before the @.",
    "Pass the secret in a header instead.",
  ],
  learnMore: [fetchStandard("http-redirect-fetch", "HTTP-redirect fetch"), MDN_CORS],
};
