import { diagnose } from "../diagnosis/diagnose.ts";
import type { Diagnosis, DiagnosisCode, DiagnosisFinding } from "../diagnosis/diagnosis.ts";
import { ALL_LEFT_OUT, type LeftOut, NOTHING_LEFT_OUT } from "../policy/policy.ts";
import type { Judged } from "../verdict/judged.ts";

/**
 * The parts of a request that a server need not allow, because the page should change them. Requests that
 * pass are kept: a new configuration must not block them. Uses only the exchange itself, and only findings
 * that are not in doubt. Pure.
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

/** Whether only the page has to change: no configuration of the server would help. */
export function isForPageAlone(judged: Judged): boolean {
  return isStopped(judged) && isPagesMove(diagnose(judged.exchange, judged.verdict));
}

const isStopped = ({ verdict }: Judged) =>
  verdict.outcome === "blocked" || verdict.outcome === "failed";

/** A finding in doubt does not remove anything from a server's policy. */
const isForPage = ({ side, certainty }: DiagnosisFinding) =>
  side === "page" && certainty !== "ambiguous";

function isPagesMove([deepest]: Diagnosis): boolean {
  return deepest !== undefined && isForPage(deepest) && !SERVER_TOO.has(deepest.code);
}

/** The page sends the same request after its fix, so the server has to make the response readable. */
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

/** Findings that the page fixes by changing one part of the request; the rest is sent as before. */
const TRIMS: Readonly<Partial<Record<DiagnosisCode, (found: DiagnosisFinding) => Trim>>> = {
  "response-header-in-request": ({ parameter }) => ({ headers: namesIn(parameter) }),
  "content-type-without-body": () => ({ headers: ["content-type"] }),
  "library-adds-headers": ({ evidence }) => ({ headers: namesIn(evidence[0]?.wanted ?? null) }),
  "beacon-with-credentials": () => ({ credentials: true }),
  // Methods are upper case by convention: the call misspells a method that the list has in upper case.
  "method-disallowed": () => ({ methodCase: true }),
};

const namesIn = (list: string | null) => (list ?? "").split(", ").map((name) => name.toLowerCase());
