import type { Exchange } from "../exchange/exchange.ts";
import { roleOf } from "../verdict/codes.ts";
import { findingOf, rootCauseOf } from "../verdict/root-cause.ts";
import type { Finding, Verdict } from "../verdict/verdict.ts";
import { callAdvice } from "./call-advice.ts";
import { entryOf } from "./catalogue/catalogue.ts";
import type { NoteEntry } from "./catalogue/catalogue-entry.ts";
import {
  ambiguitySentences,
  laneSentences,
  latePageSentences,
  sharedCacheSentences,
  sideEffectSentences,
  timelineSentences,
} from "./context-sentences.ts";
import { explainWithoutCause } from "./explain-without-cause.ts";
import type { Explanation } from "./explanation.ts";
import { type Alike, type Subject, subjectOf } from "./subject.ts";

/**
 * Explains a whole verdict: what stopped the exchange and what to change, with a root cause above its
 * symptom; or why the exchange passed. Pure; never throws, whatever the headers contain.
 *
 * @param several the requests with this problem, which this one represents.
 */
export function explain(exchange: Exchange, verdict: Verdict, several?: Alike): Explanation {
  if (verdict.cause === null) {
    return withContext(exchange, verdict, explainWithoutCause(exchange, verdict));
  }
  const finding = findingOf(verdict, verdict.cause);
  const root = rootCauseOf(verdict, finding);
  const covered = root === undefined ? undefined : coveredBy(root);
  const found = explainAll(
    exchange,
    verdict,
    finding,
    alike(verdict, finding),
    covered === "status",
    several,
  );
  const ofCache = covered === "cache" ? [] : sharedCacheSentences(exchange, verdict);
  const stored = storedResponse(verdict, finding);
  const ofStored = stored === undefined ? null : explainFinding(exchange, verdict, stored, several);
  // Its values are collected only where they are used.
  const subject = () => subjectOf(exchange, verdict, finding, [finding], false, several);
  const symptom = {
    ...found,
    because: [...found.because, ...(ofStored?.because ?? [])],
    // A fixed server has no effect until the cached response is gone.
    fix: [
      ...(ofStored?.fix ?? []),
      ...(refusesRedirect(exchange, finding) ? [] : found.fix),
      ...ofCache,
      ...(finding.stage === "preflight" ? withoutPreflight(subject()) : []),
    ],
  };
  if (refusesRedirect(exchange, finding)) {
    const { title, fix } = entryOf("redirect-mode-error");
    const s = subject();
    const words = { ...symptom, title: title(s), fix: [...symptom.fix, ...fix(s)] };
    return withContext(exchange, verdict, words);
  }
  if (root === undefined) return withContext(exchange, verdict, symptom);
  const above = explainFinding(exchange, verdict, root, several);
  // The symptom's advice is about headers that the server did not send.
  const isChanged = roleOf(root.code) === "changed-header";
  return withContext(exchange, verdict, {
    title: above.title,
    short: above.short,
    because:
      covered === "symptom" ? above.because : distinct([...above.because, ...symptom.because]),
    evidence: symptom.evidence,
    fix: distinct([...above.fix, ...(isChanged ? [] : symptom.fix)]),
    ...(isChanged && { remedyHelps: false }),
    learnMore: distinctBy([...above.learnMore, ...symptom.learnMore], (one) => one.url),
  });
}

/** The findings that `explain` already covers: the cause, equal findings, and the root cause above them. */
export function namedFindings(verdict: Verdict): readonly Finding[] {
  if (verdict.cause === null) return [];
  const finding = findingOf(verdict, verdict.cause);
  const above = [rootCauseOf(verdict, finding), storedResponse(verdict, finding)];
  return [...above.filter((one) => one !== undefined), ...alike(verdict, finding)];
}

/** The note to show before any cause behind a verdict: the response at fault came from the cache. */
export function storedResponseOf(verdict: Verdict): Finding | undefined {
  const { cause } = verdict;
  return cause === null ? undefined : storedResponse(verdict, findingOf(verdict, cause));
}

/** Explains one finding of a verdict. Pure; never throws. */
export function explainFinding(
  exchange: Exchange,
  verdict: Verdict,
  finding: Finding,
  several?: Alike,
): Explanation {
  return explainAll(exchange, verdict, finding, [finding], false, several);
}

function explainAll(
  exchange: Exchange,
  verdict: Verdict,
  finding: Finding,
  findings: readonly Finding[],
  statusNamed = false,
  several?: Alike,
): Explanation {
  const entry = entryOf(finding.code);
  const subject = subjectOf(exchange, verdict, finding, findings, statusNamed, several);
  return {
    title: entry.title(subject),
    short: entry.short(subject),
    because: entry.because(subject),
    evidence: distinctBy(
      findings.flatMap((one) => one.evidence),
      (one) => JSON.stringify([one.header.toLowerCase(), one.got, one.wanted]),
    ),
    fix: entry.fix(subject),
    learnMore: entry.learnMore,
    ...("remedyHelps" in entry && entry.remedyHelps?.(subject) === false && { remedyHelps: false }),
  };
}

/** Findings with the same code in the same message: every header that is not allowed. */
function alike(verdict: Verdict, finding: Finding): readonly Finding[] {
  const same = verdict.findings.filter(
    (one) => one.code === finding.code && one.stage === finding.stage && one.hop === finding.hop,
  );
  return same.length === 0 ? [finding] : same;
}

/** Whether a redirect was at fault that the call refuses anyway, whatever its headers are. */
function refusesRedirect({ call }: Exchange, { stage }: Finding): boolean {
  return call?.redirect === "error" && stage === "redirect";
}

/** How the call can avoid the preflight that stopped it. */
function withoutPreflight(s: Subject): string[] {
  const { because } = s.verdict.preflight;
  const isUpload = because.length === 1 && because[0]?.kind === "upload";
  return [
    ...callAdvice(s, "without-preflight"),
    ...(isUpload ? callAdvice(s, "without-upload-listener") : []),
  ];
}

/** The note beside a symptom that the response at fault came from the cache. */
function storedResponse(verdict: Verdict, { hop, stage }: Finding): Finding | undefined {
  if (stage === "preflight") return undefined;
  return verdict.findings.find((one) => roleOf(one.code) === "beside-symptom" && one.hop === hop);
}

/** The part that the words of a root cause already cover. */
function coveredBy({ code }: Finding): NoteEntry["covers"] {
  const entry = entryOf(code);
  return "covers" in entry ? entry.covers : undefined;
}

function withContext(exchange: Exchange, verdict: Verdict, words: Explanation): Explanation {
  const context = [
    ...timelineSentences(exchange, verdict),
    ...sideEffectSentences(exchange, verdict),
    ...laneSentences(exchange, verdict),
    ...ambiguitySentences(exchange, verdict),
    ...latePageSentences(exchange, verdict),
  ];
  return context.length === 0 ? words : { ...words, because: [...words.because, ...context] };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function distinctBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
