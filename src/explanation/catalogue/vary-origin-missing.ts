import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const varyOriginMissing: CatalogueEntry = {
  title: (s) => `Send Vary: Origin on ${s.target}`,
  short: (s) =>
    s.response?.fromCache ? "cached for another origin: add Vary" : "add Vary: Origin",
  because: (s) => [
    `${s.host} puts an origin into Access-Control-Allow-Origin and does not say Vary: Origin.`,
    s.response?.fromCache
      ? "This answer came from a cache, which had no reason to keep the answers to different origins apart."
      : "A cache may then give the answer that was made for one origin to another.",
  ],
  fix: (s) => [
    `Send Vary: Origin with every answer for ${s.path}, those to requests without an Origin header included.`,
    ...(s.response?.fromCache
      ? ["Then clear the cache once, or wait until the stored answer expires."]
      : []),
  ],
  learnMore: [
    fetchStandard("cors-protocol-and-http-caches", "CORS protocol and HTTP caches"),
    mdn("HTTP/Reference/Headers/Vary", "Vary"),
  ],
};
