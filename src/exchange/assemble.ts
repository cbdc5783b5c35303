import { factsOf } from "../browsers/facts-of.ts";
import { get } from "../http/header-list.ts";
import type { SerializedOrigin } from "../http/origin.ts";
import type { RequestFacts } from "../observation/observation.ts";
import type { PolicyViolation } from "../observation/page-call.ts";
import { cachedFrom, requesters } from "./cached-from.ts";
import type { CallTrace } from "./call-trace.ts";
import { ancestorOrigins, contextOfRequest, embedderPolicy, isDocumentShown } from "./documents.ts";
import { elementOf } from "./element-of.ts";
import type { CallPart, Hop, Preflight, RequestedExchange } from "./exchange.ts";
import { withLinesApart } from "./header-lines.ts";
import { mayLackPreflight, missedOf } from "./missed-events.ts";
import type { ReadTrace } from "./request-events.ts";
import type { Entry, TabEvidence } from "./tab-evidence.ts";
import { timingOfRequest } from "./timed-status.ts";
import { violationOf } from "./violations.ts";

/** The exchange of a request, assembled from everything that belongs to it. */
export function assemble(evidence: TabEvidence, entry: Entry): RequestedExchange {
  const { browser } = evidence;
  const { facts } = entry.trace;
  const { read } = entry;
  let isTried = facts.trial;
  const hops = read.hops.map((hop, index) => {
    const preflightId = entry.preflights[index];
    const preflight = evidence.requests.get(preflightId ?? null);
    isTried ||= preflight?.trace.facts.trial;
    const whole =
      preflight === undefined || preflightId === undefined
        ? hop
        : { ...hop, preflight: asPreflight(preflightId, preflight.read) };
    return factsOf(browser).joinsHeaderLines ? withLinesApart(evidence, whole) : whole;
  });
  const call = evidence.calls.get(entry.call)?.trace;
  const timing = timingOfRequest(evidence, entry);
  return {
    kind: "requested",
    id: facts.requestId,
    browser,
    tabId: facts.tabId,
    frameId: facts.frameId,
    parentFrameId: facts.parentFrameId,
    documentId: facts.documentId,
    documentLifecycle: facts.documentLifecycle,
    resourceType: facts.resourceType,
    initiatorOrigin: initiatorOrigin(facts.initiator, hops[0] as Hop),
    startedAt: read.startedAt,
    endedAt: read.endedAt,
    hops,
    ending: read.ending,
    cachedFrom: cachedFrom(evidence, entry),
    requesters: requesters(evidence, entry, hops),
    embedderPolicy: embedderPolicy(evidence, facts, read.startedAt),
    ancestorOrigins: ancestorOrigins(evidence, facts, read.startedAt),
    documentShown: isDocumentShown(evidence, facts),
    ...contextOfRequest(evidence, facts, read.startedAt),
    stack:
      call?.call?.stack ?? evidence.devToolsEntries.get(entry.devToolsEntry)?.entry.stack ?? null,
    ...callPart(call),
    violation: read.ending.kind === "completed" ? null : violationOfRequest(evidence, facts, read),
    ...elementOf(evidence, entry),
    timedStatus: timing?.resource.status ?? null,
    answeredByWorker: null,
    completeness: completenessOf(evidence, entry, hops),
    ...(isTried && { trial: true }),
    ...(facts.workerScript && { workerScript: facts.workerScript }),
    ...((call?.late || timing?.late) && { fromLatePage: true }),
  };
}

function callPart(trace: CallTrace | undefined): CallPart {
  const call = trace?.call ?? null;
  return call === null ? { call, callResult: null } : { call, callResult: trace?.result ?? null };
}

function completenessOf(
  { browser, requests }: TabEvidence,
  entry: Entry,
  hops: readonly Hop[],
): RequestedExchange["completeness"] {
  if (mayBeOrphan(entry)) return "orphan-preflight";
  if (entry.interrupted) return "interrupted";
  if (!entry.read.whole) return "headless";
  const preflights = hops.flatMap(
    ({ preflight }) => requests.get(preflight?.requestId ?? null) ?? [],
  );
  const facts = factsOf(browser);
  const missed = missedOf(
    entry.trace,
    facts,
    preflights.map(({ read }) => read),
  );
  const lacksPart = ({ interrupted, read, trace }: Entry) =>
    interrupted || !read.whole || missedOf(trace, facts, []) === "part";
  if (missed === "part" || preflights.some(lacksPart)) return "partial";
  return missed && hops.some(mayLackPreflight) ? "preflight-unheard" : "complete";
}

/**
 * Whether a request is, or may be, a preflight whose own request was not recorded. An OPTIONS request without
 * recorded headers differs from a preflight only by its call or its own preflight.
 */
function mayBeOrphan({ read, call, preflights, maybePreflights }: Entry): boolean {
  const is = read.isPreflight;
  if (is !== null) return is;
  const wasMissed = !read.whole || read.ending.kind === "completed";
  return (
    wasMissed && call === null && Object.keys({ ...preflights, ...maybePreflights }).length === 0
  );
}

function violationOfRequest(
  evidence: TabEvidence,
  { frameId, documentId, initiator: origin }: RequestFacts,
  read: ReadTrace,
): PolicyViolation | null {
  const { url } = read.hops[0] as Hop;
  const { startedAt: from, endedAt: to } = read;
  return violationOf(evidence.violations, { url, frameId, documentId, origin, from, to });
}

function asPreflight(requestId: string, read: ReadTrace): Preflight {
  const hop = read.hops[0] as Hop;
  return {
    requestId,
    url: hop.url,
    startedAt: read.startedAt,
    endedAt: read.endedAt,
    requestHeaders: hop.requestHeaders,
    response: hop.response,
    redirect: hop.redirect,
    ending: read.ending,
  };
}

/**
 * The requesting origin. The `Origin` header of the first hop, or of its preflight, is what the browser sent.
 * On requests without CORS, though, a referrer policy may have set it to "null".
 */
function initiatorOrigin(reported: string | null, hop: Hop): SerializedOrigin | null {
  const preflight = hop.preflight?.requestHeaders ?? null;
  const fromPreflight = preflight === null ? null : get(preflight, "Origin");
  if (fromPreflight !== null) return fromPreflight;
  if (hop.requestHeaders === null) return reported;
  const sent = get(hop.requestHeaders, "Origin");
  if (sent === null) return reported;
  const hiddenByPolicy =
    sent === "null" &&
    hop.method !== "GET" &&
    hop.method !== "HEAD" &&
    get(hop.requestHeaders, "Sec-Fetch-Mode") !== "cors";
  return hiddenByPolicy ? (reported ?? sent) : sent;
}
