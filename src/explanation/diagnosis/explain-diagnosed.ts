import { changeFor } from "../../diagnosis/changes.ts";
import { coveredFindings } from "../../diagnosis/covered-findings.ts";
import type { Diagnosis, DiagnosisFinding } from "../../diagnosis/diagnosis.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { findingOf } from "../../verdict/root-cause.ts";
import type { Finding, Verdict } from "../../verdict/verdict.ts";
import { withChangedUrl } from "../changed-url.ts";
import { sideEffectSentences } from "../context-sentences.ts";
import { explain, explainFinding, storedResponseOf } from "../explain.ts";
import type { Explanation } from "../explanation.ts";
import { type Alike, subjectOf } from "../subject.ts";
import type { Below, DiagnosisSubject } from "./diagnosis-entry.ts";
import { elsewhere } from "./elsewhere.ts";
import { entryOf } from "./entries.ts";
import { saySideInShort, sayWhoseMove } from "./sides.ts";

/**
 * Explains a verdict from its deepest cause, with the symptom below; equals `explain` where nothing is behind
 * the verdict. Pure; never throws.
 *
 * @param diagnosis the output of `diagnose`, deepest cause first.
 * @param several the requests with this problem, which this one represents.
 */
export function explainDiagnosed(
  exchange: Exchange,
  verdict: Verdict,
  diagnosis: Diagnosis,
  several?: Alike,
): Explanation {
  const found = fromDeepest(exchange, verdict, diagnosis, several);
  const words = withChangedUrl(exchange, verdict, found);
  const others = elsewhere(exchange, verdict);
  return others.length === 0 ? words : { ...words, because: [...words.because, ...others] };
}

function fromDeepest(
  exchange: Exchange,
  verdict: Verdict,
  diagnosis: Diagnosis,
  several: Alike | undefined,
): Explanation {
  const symptom = explain(exchange, verdict, several);
  const [deepest] = diagnosis;
  if (deepest === undefined) return symptom;
  const side = { name: saySideInShort(deepest), hint: sayWhoseMove(deepest) };
  const entry = entryOf(deepest.code);
  // A cause that the engine itself finds and the page has to fix is not a header change.
  const isOfEngine = entry === null || entry.beside !== undefined;
  const fixFirst = entry?.fixFirst || (isOfEngine && deepest.side === "page");
  const order = fixFirst ? ({ fixFirst: true } as const) : {};
  if (entry === null) return { ...ofNote(exchange, verdict, deepest, symptom), side, ...order };
  const subject = subjectOfFound(exchange, verdict, deepest, several);
  const kept = typeof entry.below === "function" ? entry.below(subject) : entry.below;
  const below = BELOW[kept];
  const without = entry.without?.(subject) ?? [];
  const { remedyHelps } = entry;
  const helps = typeof remedyHelps === "function" ? remedyHelps(subject) : remedyHelps;
  const change = changeFor(exchange, deepest);
  // Whatever the cause, the server may be fixed already: only a reload without the cache shows that.
  const stored = storedResponseOf(verdict);
  const first = stored === undefined ? null : explainFinding(exchange, verdict, stored, several);
  return {
    ...symptom,
    side,
    title: entry.title?.(subject) ?? symptom.title,
    short: entry.short?.(subject) ?? symptom.short,
    because: distinct([
      ...(first?.because ?? []),
      ...entry.because(subject),
      ...(below.reasons ? reasonsBelow(exchange, verdict, symptom, kept) : []),
      ...(mayHaveActed(subject.response?.status) ? sideEffectSentences(exchange, verdict) : []),
    ]),
    fix: distinct([
      ...(first?.fix ?? []),
      ...entry.fix(subject),
      ...(below.fix ? symptom.fix.filter((advice) => !without.includes(advice)) : []),
    ]),
    covers: coveredFindings(verdict, deepest),
    // No header is expected where none helps.
    ...(helps ? {} : { remedyHelps: false, evidence: [] }),
    ...(change !== null && { remedy: change }),
    ...order,
  };
}

/** Whether a server with such a response may have processed the request; not with a redirect or a 4xx. */
function mayHaveActed(status: number | undefined): boolean {
  return status === undefined || status < 300 || status >= 500;
}

const BELOW = {
  all: { reasons: true, fix: true },
  reasons: { reasons: true, fix: false },
  nothing: { reasons: false, fix: false },
} as const satisfies Record<Below, object>;

/** The status already explains the symptom's own root cause, so only the failing header follows. */
function reasonsBelow(
  exchange: Exchange,
  verdict: Verdict,
  symptom: Explanation,
  below: Below,
): readonly string[] {
  if (below === "all" || verdict.cause === null) return symptom.because;
  return explainFinding(exchange, verdict, findingOf(verdict, verdict.cause)).because;
}

/** Explains a request that passed by luck: the note's own words, followed by the reasons why it passed. */
function ofNote(
  exchange: Exchange,
  verdict: Verdict,
  { code, stage, hop }: DiagnosisFinding,
  symptom: Explanation,
): Explanation {
  if (verdict.outcome !== "allowed") return symptom;
  const note = verdict.findings.find(
    (one) => one.code === code && one.stage === stage && one.hop === hop,
  );
  if (note === undefined) return symptom;
  const words = explainFinding(exchange, verdict, note);
  return { ...words, because: distinct([...words.because, ...symptom.because]) };
}

function subjectOfFound(
  exchange: Exchange,
  verdict: Verdict,
  found: DiagnosisFinding,
  several?: Alike,
): DiagnosisSubject {
  const finding: Finding = {
    code: verdict.cause?.code ?? "invalid-response",
    stage: found.stage,
    hop: found.hop,
    parameter: found.parameter,
    severity: "blocker",
    evidence: [],
  };
  const alike = verdict.findings.filter(
    ({ code, stage, hop }) =>
      code === verdict.cause?.code && stage === found.stage && hop === found.hop,
  );
  return { ...subjectOf(exchange, verdict, finding, alike, false, several), found };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
