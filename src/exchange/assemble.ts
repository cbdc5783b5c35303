import { get } from "../http/header-list.ts";
import { normalizeMethod } from "../http/methods.ts";
import { originOf, type SerializedOrigin } from "../http/origin.ts";
import type { Browser, RequestFacts } from "../observation/observation.ts";
import type { ElementFailure, PageCall } from "../observation/page-call.ts";
import { cachedFrom } from "./cached-from.ts";
import type { Exchange, Hop, Preflight } from "./exchange.ts";
import { isPreflight, type ReadTrace, type RequestTrace } from "./request-trace.ts";
import { type CallEntry, type Entry, isNavigation, type TabLog } from "./tab-log.ts";

/** The exchange of a request, with all that was found to belong to it. */
export function assemble(tab: TabLog, entry: Entry, browser: Browser): Exchange {
  const { facts } = entry.trace;
  const { read } = entry;
  const hops = read.hops.map((hop, index) => {
    const preflightId = entry.preflights.get(index);
    const preflight = preflightId === undefined ? undefined : tab.entries.get(preflightId);
    if (preflight === undefined || preflightId === undefined) return hop;
    return { ...hop, preflight: asPreflight(preflightId, preflight.read) };
  });
  const orphan = isPreflight(read) === true;
  const call = entry.call === null ? undefined : tab.calls.get(entry.call)?.trace;
  return {
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
    cachedFrom: cachedFrom(read, tab.entries),
    embedderPolicy: embedderPolicy(tab, entry.trace),
    topOrigin: topOrigin(tab, read.startedAt),
    call: call?.call ?? null,
    callResult: call?.result ?? null,
    violation: null,
    elementFailure: elementFailureOf(tab, facts, read),
    completeness: orphan ? "orphan-preflight" : read.whole ? "complete" : "headless",
  };
}

/** The exchange of a call of which no request was seen. */
export function unsentExchange({ trace }: CallEntry, tab: TabLog, browser: Browser): Exchange {
  const call = trace.call as PageCall;
  const { frameId, documentId, origin, startedAt, endedAt, result } = trace;
  const violated = tab.violations.find(
    ({ violation, ...v }) =>
      v.frameId === frameId &&
      v.documentId === documentId &&
      violation.disposition === "enforce" &&
      refersTo(violation.blockedUrl, call.url) &&
      v.timeStamp >= startedAt - 1 &&
      (endedAt === null || v.timeStamp <= endedAt + 1000),
  );
  return {
    id: trace.callKey,
    browser,
    tabId: trace.tabId,
    frameId,
    parentFrameId: -1,
    documentId,
    documentLifecycle: null,
    resourceType: call.api === "beacon" ? "ping" : "xmlhttprequest",
    initiatorOrigin: origin,
    startedAt,
    endedAt,
    hops: [
      {
        url: call.url,
        origin: originOf(call.url),
        method: normalizeMethod(call.method),
        startedAt,
        requestHeaders: null,
        sentAt: null,
        preflight: null,
        response: null,
        redirect: null,
      },
    ],
    ending: result?.result === "resolved" ? { kind: "completed" } : { kind: "not-sent" },
    cachedFrom: null,
    embedderPolicy: null,
    topOrigin: topOrigin(tab, startedAt),
    call,
    callResult: result,
    violation: violated?.violation ?? null,
    elementFailure: null,
    completeness: "complete",
  };
}

/** A violation names the whole URL, or its origin alone once it has been redirected. */
function refersTo(blockedUrl: string, url: string): boolean {
  return blockedUrl === url || blockedUrl === originOf(url) || blockedUrl === `${originOf(url)}/`;
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
 * Who asked. The `Origin` of the first hop, or of its preflight, is what the browser itself told
 * the server; but on requests that are not CORS requests a referrer policy may have made it "null".
 */
function initiatorOrigin(told: string | null, hop: Hop): SerializedOrigin | null {
  const preflight = hop.preflight?.requestHeaders ?? null;
  const fromPreflight = preflight === null ? null : get(preflight, "Origin");
  if (fromPreflight !== null) return fromPreflight;
  if (hop.requestHeaders === null) return told;
  const sent = get(hop.requestHeaders, "Origin");
  if (sent === null) return told;
  const hiddenByPolicy =
    sent === "null" &&
    hop.method !== "GET" &&
    hop.method !== "HEAD" &&
    get(hop.requestHeaders, "Sec-Fetch-Mode") !== "cors";
  return hiddenByPolicy ? (told ?? sent) : sent;
}

/** The COEP header of the document that a request belongs to; of the parent, for a document. */
function embedderPolicy(tab: TabLog, trace: RequestTrace): string | null {
  const { frameId, parentFrameId } = trace.facts;
  const embedder = tab.navigations.get(isNavigation(trace) ? parentFrameId : frameId);
  const hops = tab.entries.get(embedder ?? "")?.read.hops;
  const response = hops?.[hops.length - 1]?.response;
  return response ? get(response.headers, "Cross-Origin-Embedder-Policy") : null;
}

/** The origin of the page that was there at that time; null while another one is on its way. */
function topOrigin(tab: TabLog, at: number): SerializedOrigin | null {
  const read = tab.entries.get(tab.navigations.get(0) ?? "")?.read;
  if (read === undefined || read.startedAt > at || read.ending.kind !== "completed") return null;
  return read.hops[read.hops.length - 1]?.origin ?? null;
}

/**
 * The first error that an element of the document told of this URL after it was asked for, and
 * before it was asked for again.
 */
function elementFailureOf(
  tab: TabLog,
  facts: RequestFacts,
  read: ReadTrace,
): ElementFailure | null {
  if (tab.elementFailures.length === 0 || facts.resourceType === "xmlhttprequest") return null;
  const { url } = read.hops[0] as Hop;
  const { frameId, documentId } = facts;
  const failed = tab.elementFailures.find(
    (it) =>
      it.failure.url === url &&
      it.frameId === frameId &&
      it.documentId === documentId &&
      it.timeStamp >= read.startedAt - 1,
  );
  if (failed === undefined) return null;
  const isOfAnother = [...(tab.requestsByUrl.get(url) ?? [])].some((id) => {
    const other = tab.entries.get(id) as Entry;
    const { startedAt } = other.read;
    const isSibling =
      other.trace.facts.frameId === frameId && other.trace.facts.documentId === documentId;
    return isSibling && startedAt > read.startedAt && startedAt <= failed.timeStamp;
  });
  return isOfAnother ? null : failed.failure;
}
