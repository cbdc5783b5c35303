import { originOf } from "../http/origin.ts";
import type { Browser, ElementSettled, PolicyViolated } from "../observation/observation.ts";
import { documentOrigins, topOrigin } from "./documents.ts";
import type { Exchange } from "./exchange.ts";
import { isHandedToWorker } from "./request-trace.ts";
import type { Entry, Sighting, TabLog } from "./tab-log.ts";
import { violationOf } from "./violations.ts";

/** An element's error, or a violation alone, of which no request was seen. */
type Unasked = ElementSettled | PolicyViolated;

/**
 * What documents would have loaded and never asked for, by exchange id: an element told an error, or
 * a content security policy its refusal, and there was no request. Calls are not among them: they
 * are known by themselves.
 */
export function unasked(tab: TabLog, ofUrl: string | null = null): ReadonlyMap<string, Unasked> {
  const found = new Map<string, Unasked>();
  if (tab.elements.length === 0 && tab.violations.length === 0) return found;
  const add = (it: Unasked, url: string) => {
    if (ofUrl !== null && ofUrl !== url && ofUrl !== upgraded(url)) return;
    const type = typeOf(it);
    if (!/^https?:/.test(url) || wasAsked(tab, url, type)) return;
    if (wasAsked(tab, upgraded(url), type)) return;
    let id = `element:${it.frameId}:${it.documentId ?? ""}:${it.timeStamp}:${url}`;
    // What is refused at once may be refused several times within a millisecond.
    while (found.has(id)) id += "+";
    found.set(id, it);
  };
  for (const it of tab.elements) if (it.kind === "element-failed") add(it, it.element.url);
  for (const it of tab.violations) {
    const { blockedUrl, effectiveDirective, disposition } = it.violation;
    if (disposition !== "enforce" || !(effectiveDirective in TYPES)) continue;
    const isElement = tab.elements.some(
      (other) => other.element.url === blockedUrl && other.frameId === it.frameId,
    );
    if (!isElement) add(it, blockedUrl);
  }
  return found;
}

/** Whether anything but a call asked for it, and nothing of another type. */
function wasAsked(tab: TabLog, url: string, type: string): boolean {
  return [...(tab.requestsByUrl.get(url) ?? [])].some((id) => {
    const entry = tab.entries.get(id) as Entry;
    return !isHandedToWorker(entry.read) && mayBeOf(entry, type);
  });
}

/**
 * Whether a request can have been made by an element of the type, and not by a call. Gecko tells what
 * a preload fetches as if a script had asked (seen in 153).
 */
export function mayBeOf({ trace, call }: Entry, type: string): boolean {
  const asked = trace.facts.resourceType;
  if (asked === "xmlhttprequest") return type === "other" && call === null;
  if (asked === "ping") return false;
  return asked === type || !KNOWN.has(type) || !KNOWN.has(asked);
}

/** The types that elements and requests are known to have in common. */
const KNOWN = new Set(["font", "image", "script", "stylesheet"]);

/** webRequest's type for what was to be loaded. */
function typeOf(it: Unasked): string {
  if (it.kind !== "policy-violated") return it.element.resourceType;
  return TYPES[it.violation.effectiveDirective] ?? "other";
}

/** The exchange of what was never asked for. */
export function unaskedExchange(id: string, it: Unasked, tab: TabLog, browser: Browser): Exchange {
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
    documentOrigins: documentOrigins(tab, frameId),
    topOrigin: topOrigin(tab, timeStamp),
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
