import { diagnose } from "../diagnosis/diagnose.ts";
import type { Diagnosis, DiagnosisCode, DiagnosisFinding } from "../diagnosis/diagnosis.ts";
import { ALL_LEFT_OUT, type LeftOut, NOTHING_LEFT_OUT } from "../policy/policy.ts";
import type { Judged } from "../verdict/judged.ts";

/**
 * What of a request a server need not allow, as its page is the one to change. What passes stays: a
 * new configuration must not take it away. It goes by the exchange alone, and by what is not in doubt. Pure.
 */
export function changedByPage(judged: Judged): LeftOut {
  if (!isStopped(judged)) return NOTHING_LEFT_OUT;
  const diagnosis = diagnose(judged.exchange, judged.verdict);
  const trims = diagnosis.filter(isForPage).flatMap((found) => TRIMS[found.code]?.(found) ?? []);
  if (trims.length > 0) {
    return {
      all: false,
      headers: trims.flatMap(({ headers = [] }) => headers),
      credentials: trims.some(({ credentials }) => credentials),
      methodCase: trims.some(({ methodCase }) => methodCase),
    };
  }
  return isPagesMove(diagnosis) ? ALL_LEFT_OUT : NOTHING_LEFT_OUT;
}

/** Whether the page alone has to change: no configuration of the server is what it lacks. */
export function isForPageAlone(judged: Judged): boolean {
  return isStopped(judged) && isPagesMove(diagnose(judged.exchange, judged.verdict));
}

const isStopped = ({ verdict }: Judged) =>
  verdict.outcome === "blocked" || verdict.outcome === "failed";

/** A finding in doubt takes nothing away from a server. */
const isForPage = ({ side, certainty }: DiagnosisFinding) =>
  side === "page" && certainty !== "ambiguous";

function isPagesMove([deepest]: Diagnosis): boolean {
  return deepest !== undefined && isForPage(deepest) && !SERVER_TOO.has(deepest.code);
}

/** The page sends the same request when it is mended: the server has to let its response be read. */
const SERVER_TOO: ReadonlySet<DiagnosisCode> = new Set<DiagnosisCode>([
  "rate-limited",
  "unsupported-media-type",
  "unauthenticated",
  "client-error",
  "bot-challenge",
]);

interface Trim {
  readonly headers?: readonly string[];
  readonly credentials?: true;
  readonly methodCase?: true;
}

/** The findings of which the page mends one part of the request, and sends the rest as before. */
const TRIMS: Readonly<Partial<Record<DiagnosisCode, (found: DiagnosisFinding) => Trim>>> = {
  "response-header-in-request": ({ parameter }) => ({ headers: namesIn(parameter) }),
  "content-type-without-body": () => ({ headers: ["content-type"] }),
  "library-adds-headers": ({ evidence }) => ({ headers: namesIn(evidence[0]?.wanted ?? null) }),
  "beacon-with-credentials": () => ({ credentials: true }),
  // Methods are upper case by custom: what the list holds in upper case, the call misspells.
  "method-disallowed": () => ({ methodCase: true }),
};

const namesIn = (list: string | null) => (list ?? "").split(", ").map((name) => name.toLowerCase());
