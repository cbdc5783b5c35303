import { changeFor } from "../../diagnosis/changes.ts";
import { coveredFindings } from "../../diagnosis/covered-findings.ts";
import type { Diagnosis, DiagnosisFinding } from "../../diagnosis/diagnosis.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { findingOf } from "../../verdict/root-cause.ts";
import type { Finding, Verdict } from "../../verdict/verdict.ts";
import { sideEffectSentences } from "../context-sentences.ts";
import { explain, explainFinding, storedResponseOf } from "../explain.ts";
import type { Explanation } from "../explanation.ts";
import { type Alike, subjectOf } from "../subject.ts";
import type { Below, DiagnosisSubject } from "./diagnosis-entry.ts";
import { elsewhere } from "./elsewhere.ts";
import { entryOf } from "./entries.ts";
import { saySideInShort, sayWhoseMove } from "./sides.ts";

/**
 * Puts a verdict into words from its deepest cause on, with the header's symptom below; as `explain`
 * where nothing is behind it. Pure; never throws.
 *
 * @param diagnosis what `diagnose` found, the deepest first.
 * @param several the requests with this problem, of which this one is only the speaker.
 */
export function explainDiagnosed(
  exchange: Exchange,
  verdict: Verdict,
  diagnosis: Diagnosis,
  several?: Alike,
): Explanation {
  const words = fromDeepest(exchange, verdict, diagnosis, several);
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
  // What the engine names itself, and leaves to the page, is no change of headers.
  const isOfEngine = entry === null || entry.beside !== undefined;
  const fixFirst = entry?.fixFirst || (isOfEngine && deepest.side === "page");
  const order = fixFirst ? ({ fixFirst: true } as const) : {};
  if (entry === null) return { ...ofNote(exchange, verdict, deepest, symptom), side, ...order };
  const subject = subjectOfFound(exchange, verdict, deepest, several);
  const kept = typeof entry.below === "function" ? entry.below(subject) : entry.below;
  const below = BELOW[kept];
  const { remedyHelps } = entry;
  const helps = typeof remedyHelps === "function" ? remedyHelps(subject) : remedyHelps;
  const change = changeFor(exchange, deepest);
  // Whatever the cause, the server can be repaired already: only a reload without the cache shows it.
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
      ...(below.fix ? symptom.fix : []),
    ]),
    covers: coveredFindings(verdict, deepest),
    ...(helps ? {} : { remedyHelps: false }),
    ...(change !== null && { remedy: change }),
    ...order,
  };
}

/** Whether a server that responds so may have done what was requested: not with a redirect or a 4xx. */
function mayHaveActed(status: number | undefined): boolean {
  return status === undefined || status < 300 || status >= 500;
}

const BELOW = {
  all: { reasons: true, fix: true },
  reasons: { reasons: true, fix: false },
  nothing: { reasons: false, fix: false },
} as const satisfies Record<Below, object>;

/** A status says what the symptom's own root cause says: below it stands only the failing header. */
function reasonsBelow(
  exchange: Exchange,
  verdict: Verdict,
  symptom: Explanation,
  below: Below,
): readonly string[] {
  if (below === "all" || verdict.cause === null) return symptom.because;
  return explainFinding(exchange, verdict, findingOf(verdict, verdict.cause)).because;
}

/** What passed only by luck: the note's own words, with the grounds on which it passed below. */
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
