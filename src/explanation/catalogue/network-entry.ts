import { say } from "../../words/words.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { browserReports, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

/** What the network's failures share: no response arrived, so CORS never came into it. */
export function networkEntry(
  own: Pick<CauseEntry, "code" | "reason" | "title" | "short" | "fix"> & {
    readonly happened: (s: Subject) => string;
  },
): CauseEntry {
  return {
    code: own.code,
    reason: own.reason,
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
