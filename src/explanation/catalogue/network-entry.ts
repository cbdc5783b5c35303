import { fetchStandard, mdnCorsError } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

/** What the network's failures share: no answer arrived, so CORS never came into it. */
export function networkEntry(
  own: Pick<CatalogueEntry, "title" | "fix"> & {
    readonly short: string;
    readonly happened: (s: Subject) => string;
  },
): CatalogueEntry {
  return {
    title: own.title,
    short: () => `not CORS: ${own.short}`,
    because: (s) => [
      own.happened(s),
      ...(s.error === "" ? [] : [`${s.browser} reports ${s.error}.`]),
      "No answer was judged, so no CORS header can help. This is not a CORS problem.",
    ],
    fix: own.fix,
    learnMore: [
      fetchStandard("concept-network-error", "network error"),
      mdnCorsError("CORSDidNotSucceed"),
    ],
  };
}
