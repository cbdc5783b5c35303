import type { ElementRequest } from "../observation/page-call.ts";
import { MAX_WHOLE_URL } from "./channel.ts";

/** Properties that elements of several kinds have, each under its own type. */
interface Loader {
  readonly src?: unknown;
  readonly currentSrc?: unknown;
  readonly href?: unknown;
  readonly rel?: unknown;
  readonly as?: unknown;
  readonly type?: unknown;
  readonly integrity?: unknown;
  readonly crossOrigin?: unknown;
}

/**
 * An element's request; null for an element without one, or with a URL too long to report: a truncated URL
 * would look like a URL that was never requested.
 */
export function describeElement(element: Element): ElementRequest | null {
  const { src, currentSrc, href, integrity } = element as Loader;
  const url = [currentSrc, src, href].find((it) => typeof it === "string" && it !== "");
  if (typeof url !== "string") return null;
  const requested = url.replace(/#.*$/s, "");
  if (requested.length > MAX_WHOLE_URL) return null;
  const served = isServed();
  return {
    url: requested,
    resourceType: TYPES[kindOf(element)] ?? "other",
    ...howItRequests(element),
    hasIntegrity: typeof integrity === "string" && integrity !== "",
    served,
    answered: served ? responseTo(url) : null,
  };
}

/** The element's name; for a link, its relation, or the type that it preloads. */
function kindOf(element: Element): string {
  const { rel, as } = element as Loader;
  if (element.localName !== "link") return element.localName;
  return /preload/i.test(String(rel)) ? String(as || "script") : String(rel).toLowerCase();
}

const TYPES: Readonly<Record<string, ElementRequest["resourceType"]>> = {
  img: "image",
  image: "image",
  input: "image",
  script: "script",
  style: "stylesheet",
  stylesheet: "stylesheet",
  font: "font",
  audio: "media",
  video: "media",
  track: "media",
  // A preload as "fetch".
  fetch: "xmlhttprequest",
  object: "object",
  embed: "object",
};

/**
 * https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
 */
function howItRequests(element: Element): Pick<ElementRequest, "mode" | "credentials"> {
  const isTrack = element.localName === "track";
  const { crossOrigin } = (isTrack ? element.parentElement : element) as Loader;
  // Frames and objects have no `crossorigin` attribute and follow their own rules.
  if (crossOrigin === undefined) return { mode: null, credentials: null };
  const credentials = crossOrigin === "use-credentials" ? "include" : "same-origin";
  if (crossOrigin !== null || isAlwaysCors(element)) return { mode: "cors", credentials };
  return { mode: isTrack ? "same-origin" : "no-cors", credentials: "include" };
}

function isAlwaysCors(element: Element): boolean {
  const { type, rel } = element as Loader;
  if (element.localName === "script") return /^module$/i.test(String(type));
  return (
    element.localName === "link" && /(?:^|\s)(?:modulepreload|manifest)(?:\s|$)/i.test(String(rel))
  );
}

/**
 * The status of the service worker's response. In Chromium the timeline has the worker's part of a request
 * only if the worker responded, and 0 for opaque responses. Firefox has no such part, and shows an
 * extension's world the status of every response (seen in 156 and 153).
 */
function responseTo(url: string): ElementRequest["answered"] {
  const [entry] = performance.getEntriesByName(url).slice(-1) as PerformanceResourceTiming[];
  if (entry === undefined) return null;
  const { workerStart, responseStatus = 0 } = entry;
  return workerStart > 0 || responseStatus > 0 ? responseStatus : "none";
}

/** Whether a service worker controls the document. */
function isServed(): boolean {
  try {
    return (navigator.serviceWorker?.controller ?? null) !== null;
  } catch {
    // Sandboxed documents have no service worker container.
    return false;
  }
}
