import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const serviceWorkerError: CatalogueEntry = {
  title: (s) => `Look at what your service worker does with ${s.path}`,
  short: () => "not CORS: the service worker answered with an error",
  because: (s) => [
    `The page on ${s.pageOrigin} has a service worker, and ${s.target} went to it instead of to the network.`,
    "It answered with an error: its own request failed, or its answer is one that the page may not have.",
  ],
  fix: (s) => [
    `Look for the service worker's own request to ${s.host} in this list: what stopped that one stopped yours.`,
    'An opaque answer may only be given to a call with mode "no-cors".',
    "To try without it, choose Bypass for network in DevTools, under Application, Service workers.",
  ],
  learnMore: [
    fetchStandard("http-fetch", "HTTP fetch"),
    mdn("API/FetchEvent/respondWith", "FetchEvent.respondWith()"),
  ],
};
