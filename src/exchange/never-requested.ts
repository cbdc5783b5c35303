import type { ElementSettled, PolicyViolated } from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import type { Entry, TabEvidence } from "./tab-evidence.ts";
import { isFrom } from "./violations.ts";

/** An element's error, or a violation alone, without a recorded request. */
export type NeverRequested = ElementSettled | PolicyViolated;

/**
 * The resources that documents never requested, by exchange id: an element reported an error, or a content
 * security policy a violation, but there was no request. Calls are excluded, because the probe reports them.
 */
export function neverRequested(
  evidence: TabEvidence,
  ofUrl: string | null = null,
): ReadonlyMap<string, NeverRequested> {
  const found = new Map<string, NeverRequested>();
  const add = (key: string, it: NeverRequested, url: string) => {
    const type = typeOf(it);
    if (!/^https?:/.test(url) || wasRequested(evidence, it, url, type)) return;
    if (wasRequested(evidence, it, upgraded(url), type)) return;
    // Ids appear in reports, so the key contains nothing of the URL.
    found.set(`${PREFIX}${key}`, it);
  };
  const { elements, violations } = evidence;
  const collect = (
    settled: Iterable<readonly [string, ElementSettled]>,
    refused: Iterable<readonly [string, PolicyViolated]>,
  ) => {
    for (const [key, it] of settled) {
      if (it.kind === "element-failed") add(key, it, it.element.url);
    }
    for (const [key, it] of refused) {
      const { blockedUrl, effectiveDirective, disposition } = it.violation;
      if (disposition !== "enforce" || !(effectiveDirective in TYPES)) continue;
      const isHere = (other: ElementSettled) => other.frameId === it.frameId;
      if (elements.keysWhere("url", blockedUrl, isHere).length === 0) add(key, it, blockedUrl);
    }
  };
  if (ofUrl === null) collect(elements, violations);
  else {
    for (const url of alsoRequestedAs(ofUrl)) {
      collect(elements.find("url", url), violations.find("url", url));
    }
  }
  return found;
}

const PREFIX = "element:";

/** The key of the report behind an element's exchange without a request; null for other exchanges. */
export function reportKeyOf(exchangeId: string): string | null {
  return exchangeId.startsWith(PREFIX) ? exchangeId.slice(PREFIX.length) : null;
}

/**
 * Makes a change that may affect which resources of a URL were never requested, and records the difference.
 * An existing request may turn out to have been handled by a service worker.
 */
export function changeNeverRequested(
  evidence: TabEvidence,
  urls: readonly string[],
  change: ChangeBuilder,
  act: () => void,
): void {
  const shown = urls.map((url) => neverRequested(evidence, url));
  act();
  const left = urls.map((url) => neverRequested(evidence, url));
  for (const id of idsIn(shown)) if (!left.some((ids) => ids.has(id))) change.removed.add(id);
  for (const id of idsIn(left)) if (!shown.some((ids) => ids.has(id))) change.changed.add(id);
}

function* idsIn(all: readonly ReadonlyMap<string, unknown>[]): Iterable<string> {
  for (const ids of all) yield* ids.keys();
}

/** Whether the report's frame requested the URL, other than by a call or as another type. */
function wasRequested(
  evidence: TabEvidence,
  it: NeverRequested,
  url: string,
  type: string,
): boolean {
  for (const [, entry] of evidence.requests.find("url", url)) {
    const { frameId, documentId, initiator: origin } = entry.trace.facts;
    // The document id is not compared: a document's early requests may be reported as another document's.
    const isHere = frameId === it.frameId || isFrom(it, { frameId, documentId, origin });
    if (isHere && !entry.read.isHandedToWorker && mayBeOf(entry, type)) return true;
  }
  return false;
}

/**
 * Whether an element of the type, and not a call, can have made a request. Gecko reports a preload's request
 * as a script's (seen in 153).
 */
export function mayBeOf({ trace, call }: Entry, type: string): boolean {
  const requested = trace.facts.resourceType;
  const isFetched = type === "xmlhttprequest";
  if (requested === "xmlhttprequest") return (isFetched || type === "other") && call === null;
  if (isFetched) return requested === "other";
  if (requested === "ping") return false;
  return requested === type || !KNOWN.has(type) || !KNOWN.has(requested);
}

/** The types that elements and requests share. */
const KNOWN = new Set(["font", "image", "script", "stylesheet"]);

/** webRequest's type for a report. */
export function typeOf(it: NeverRequested): string {
  if (it.kind !== "policy-violated") return it.element.resourceType;
  return TYPES[it.violation.effectiveDirective] ?? "other";
}

/** webRequest's type for each directive. */
const TYPES: Readonly<Record<string, string>> = {
  "font-src": "font",
  "img-src": "image",
  "manifest-src": "web_manifest",
  "media-src": "media",
  "object-src": "object",
  "script-src-elem": "script",
  "style-src-elem": "stylesheet",
};

/** Secure pages request images and media over TLS, whatever the URL's scheme. */
function upgraded(url: string): string {
  return url.replace(/^http:/, "https:");
}

/** The URLs in the page that a request's URL may stem from. */
function alsoRequestedAs(url: string): readonly string[] {
  return url.startsWith("https:") ? [url, url.replace(/^https:/, "http:")] : [url];
}
