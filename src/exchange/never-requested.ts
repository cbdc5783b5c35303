import { originOf } from "../http/origin.ts";
import type { Browser, ElementSettled, PolicyViolated } from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import { contextOf } from "./documents.ts";
import type { Exchange } from "./exchange.ts";
import { isHandedToWorker } from "./request-trace.ts";
import type { Entry, Sighting, TabLog } from "./tab-log.ts";
import { isFrom, violationOf } from "./violations.ts";

/** An element's error, or a violation alone, of which no request was seen. */
type NeverRequested = ElementSettled | PolicyViolated;

/**
 * What documents would have loaded and never requested, by exchange id: an element reported an error,
 * or a content security policy a refusal, and there was no request. Calls are not among them: the probe
 * reports them.
 */
export function neverRequested(
  tab: TabLog,
  ofUrl: string | null = null,
): ReadonlyMap<string, NeverRequested> {
  const found = new Map<string, NeverRequested>();
  const add = (it: NeverRequested, url: string) => {
    const type = typeOf(it);
    if (!/^https?:/.test(url) || wasRequested(tab, it, url, type)) return;
    if (wasRequested(tab, it, upgraded(url), type)) return;
    // Ids stand in reports: the key of the note holds nothing of the URL.
    found.set(`element:${tab.noteKeys.get(it)}`, it);
  };
  const keys =
    ofUrl === null
      ? tab.elements.keys()
      : alsoAskedAs(ofUrl).flatMap((url) => [...(tab.elementsByUrl.get(url) ?? [])]);
  for (const key of keys) {
    const it = tab.elements.get(key) as ElementSettled;
    if (it.kind === "element-failed") add(it, it.element.url);
  }
  for (const it of tab.violations) {
    const { blockedUrl, effectiveDirective, disposition } = it.violation;
    if (ofUrl !== null && !alsoAskedAs(ofUrl).includes(blockedUrl)) continue;
    if (disposition !== "enforce" || !(effectiveDirective in TYPES)) continue;
    const isElement = [...(tab.elementsByUrl.get(blockedUrl) ?? [])].some(
      (other) => tab.elements.get(other)?.frameId === it.frameId,
    );
    if (!isElement) add(it, blockedUrl);
  }
  return found;
}

/**
 * Makes a change that may affect what of a URL was never requested, and notes what comes and goes by
 * it: a request may be there already, and then be found to have gone to a service worker.
 */
export function changeNeverRequested(
  tab: TabLog,
  url: string,
  change: ChangeBuilder,
  act: () => void,
): void {
  const shown = neverRequested(tab, url);
  act();
  const left = neverRequested(tab, url);
  for (const id of shown.keys()) if (!left.has(id)) change.removed.add(id);
  for (const id of left.keys()) if (!shown.has(id)) change.changed.add(id);
}

/** Whether anything in its frame but a call requested it, and nothing of another type. */
function wasRequested(tab: TabLog, it: NeverRequested, url: string, type: string): boolean {
  for (const id of tab.requestsByUrl.get(url) ?? []) {
    const entry = tab.entries.get(id) as Entry;
    const { frameId, documentId, initiator: origin } = entry.trace.facts;
    // Not its document: what is asked early in one may be told as an other's.
    const isHere = frameId === it.frameId || isFrom(it, { frameId, documentId, origin });
    if (isHere && !isHandedToWorker(entry.read) && mayBeOf(entry, type)) return true;
  }
  return false;
}

/**
 * Whether a request can have been made by an element of the type, and not by a call. Gecko tells what
 * a preload fetches as if a script had asked (seen in 153).
 */
export function mayBeOf({ trace, call }: Entry, type: string): boolean {
  const asked = trace.facts.resourceType;
  const isFetched = type === "xmlhttprequest";
  if (asked === "xmlhttprequest") return (isFetched || type === "other") && call === null;
  if (isFetched) return asked === "other";
  if (asked === "ping") return false;
  return asked === type || !KNOWN.has(type) || !KNOWN.has(asked);
}

/** The types that elements and requests are known to have in common. */
const KNOWN = new Set(["font", "image", "script", "stylesheet"]);

/** webRequest's type for what was to be loaded. */
function typeOf(it: NeverRequested): string {
  if (it.kind !== "policy-violated") return it.element.resourceType;
  return TYPES[it.violation.effectiveDirective] ?? "other";
}

/** The exchange of what was never requested. */
export function neverRequestedExchange(
  id: string,
  it: NeverRequested,
  tab: TabLog,
  browser: Browser,
): Exchange {
  const { tabId, frameId, documentId, origin, timeStamp } = it;
  const isElement = it.kind !== "policy-violated";
  const url = isElement ? it.element.url : it.violation.blockedUrl;
  const asked = { url, frameId, documentId, origin, from: timeStamp - 1000, to: timeStamp };
  return {
    id,
    browser,
    tabId,
    frameId,
    parentFrameId: -1,
    documentId,
    documentLifecycle: null,
    resourceType: typeOf(it),
    initiatorOrigin: origin,
    startedAt: timeStamp,
    endedAt: timeStamp,
    hops: [
      {
        url,
        origin: originOf(url),
        method: "GET",
        startedAt: timeStamp,
        requestHeaders: null,
        sentAt: null,
        preflight: null,
        response: null,
        redirect: null,
      },
    ],
    ending: { kind: "not-sent" },
    cachedFrom: null,
    otherAskers: [],
    embedderPolicy: null,
    ancestorOrigins: [],
    documentShown: false,
    ...contextOf(tab.documents, { frameId, parentFrameId: -1, documentId }, timeStamp),
    stack: stackOf(tab, url, timeStamp),
    call: null,
    callResult: null,
    violation: isElement ? violationOf(tab, asked) : it.violation,
    element: isElement ? it.element : null,
    elementFailed: isElement,
    timedStatus: null,
    answeredByWorker: null,
    completeness: "complete",
  };
}

/** What led to it, as far as DevTools tells of what the renderer refused. */
function stackOf(tab: TabLog, url: string, timeStamp: number): string | null {
  for (const key of tab.sightingsByUrl.get(url) ?? []) {
    const { seen, requestId } = tab.sightings.get(key) as Sighting;
    const isNear = seen.timeStamp <= timeStamp + 1 && timeStamp <= seen.endedAt + 1000;
    if (requestId === null && isNear) return seen.stack;
  }
  return null;
}

/** webRequest's type for what each directive is about. */
const TYPES: Readonly<Record<string, string>> = {
  "font-src": "font",
  "img-src": "image",
  "manifest-src": "web_manifest",
  "media-src": "media",
  "object-src": "object",
  "script-src-elem": "script",
  "style-src-elem": "stylesheet",
};

/** Secure pages ask for images and media over TLS, whatever the address says. */
function upgraded(url: string): string {
  return url.replace(/^http:/, "https:");
}

/** The addresses under which what is asked at a URL may have stood in the page. */
function alsoAskedAs(url: string): readonly string[] {
  return url.startsWith("https:") ? [url, url.replace(/^https:/, "http:")] : [url];
}
