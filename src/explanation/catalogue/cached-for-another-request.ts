import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const cachedForAnotherRequest: CatalogueEntry = {
  title: (s) => `Send Vary: Origin on ${s.target}: this answer was cached for another request`,
  short: () => "cached for another request: add Vary",
  because: (s) => {
    const earlier = s.exchange.cachedFrom;
    const asked =
      earlier === null
        ? "an earlier request"
        : earlier.origin === null
          ? "an earlier request that sent no Origin, as an image or a no-cors fetch does"
          : `an earlier request from ${earlier.origin}`;
    return [
      `The browser did not ask ${s.host}: the answer came from its cache.`,
      `It was stored for ${asked}, and does not carry what this one needs.`,
    ];
  },
  fix: (s) => [
    `Send Vary: Origin with every answer for ${s.path}, those to requests without an Origin header included.`,
    "Or send the same Access-Control-Allow-Origin with all of them.",
    "Then clear the cache once, or wait until the stored answer expires.",
  ],
  learnMore: [
    fetchStandard("cors-protocol-and-http-caches", "CORS protocol and HTTP caches"),
    mdn("HTTP/Reference/Headers/Vary", "Vary"),
  ],
};
