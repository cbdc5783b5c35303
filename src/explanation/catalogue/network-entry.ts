import { say } from "../../words/words.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { browserReports, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

/** The common parts of network failures: no response arrived, so CORS did not apply. */
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
