import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const onlyIfCachedNotSameOrigin: CatalogueEntry = {
  title: (s) => `Use another cache mode for ${s.path}: only-if-cached is for mode "same-origin"`,
  short: () => "only-if-cached needs mode same-origin",
  because: () => [
    'Your call asks for cache mode "only-if-cached" with another mode than "same-origin".',
    "That would tell a page what else was visited. The call throws, and nothing is sent.",
  ],
  fix: () => [
    'For a URL of your own origin, add mode: "same-origin" to the call.',
    'For another origin, use cache: "force-cache", which asks the server when the cache has nothing.',
  ],
  learnMore: [
    fetchStandard("dom-request", "Request constructor"),
    mdn("API/Request/cache", "Request.cache"),
  ],
};
