import { mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const coepFrame: CatalogueEntry = {
  title: (s) =>
    `Send Cross-Origin-Embedder-Policy: require-corp on ${s.target}, or drop it from your page`,
  short: () => "not CORS: your page's COEP",
  because: (s) => [
    `Your page on ${s.pageOrigin} sends Cross-Origin-Embedder-Policy.`,
    `Then everything it embeds, such as ${s.url}, has to agree to that.`,
  ],
  fix: (s) => [
    `On ${s.answer}, send Cross-Origin-Embedder-Policy: require-corp`,
    "If it is on another site, also send Cross-Origin-Resource-Policy: cross-origin",
    "Or leave Cross-Origin-Embedder-Policy out of your page, if it does not need cross-origin isolation.",
  ],
  learnMore: [
    {
      label: "HTML standard: COEP",
      url: "https://html.spec.whatwg.org/multipage/browsers.html#coep",
    },
    mdn("HTTP/Reference/Headers/Cross-Origin-Embedder-Policy", "Cross-Origin-Embedder-Policy"),
  ],
};
