import { say } from "../../words/words.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { browserReports, type Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

/** What the network's failures share: no answer arrived, so CORS never came into it. */
export function networkEntry(
  own: Pick<CatalogueEntry, "title" | "short" | "fix"> & {
    readonly happened: (s: Subject) => string;
  },
): CatalogueEntry {
  return {
    title: own.title,
    short: own.short,
    because: (s) => [own.happened(s), ...browserReports(s), say("why_network_because")],
    fix: own.fix,
    learnMore: [
      fetchStandard("concept-network-error", "network error"),
      mdnCorsError("CORSDidNotSucceed"),
    ],
  };
}
