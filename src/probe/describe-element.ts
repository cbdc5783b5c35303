import type { ElementRequest } from "../observation/page-call.ts";
import { MAX_WHOLE_URL } from "./channel.ts";

/** What elements of several kinds have, each under its own type. */
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
 * What an element requests, and how; null for one that requests nothing, or at a URL too long to tell:
 * its beginning alone would look like a URL that was never requested.
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

/** The element's name; of a link, what it links to, or is to load beforehand. */
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
  // Frames and objects have no such attribute, and request by their own rules.
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
 * The status that the service worker responded with. In Chromium the timeline has the worker's part of
 * a request just when something came of it, and 0 for what is opaque; in Firefox it has no such part,
 * and shows the status of all that came to an extension's world (seen in 156 and 153).
 */
function responseTo(url: string): ElementRequest["answered"] {
  const [entry] = performance.getEntriesByName(url).slice(-1) as PerformanceResourceTiming[];
  if (entry === undefined) return null;
  const { workerStart, responseStatus = 0 } = entry;
  return workerStart > 0 || responseStatus > 0 ? responseStatus : "none";
}

/** Whether the document's requests go to a service worker first. */
function isServed(): boolean {
  try {
    return (navigator.serviceWorker?.controller ?? null) !== null;
  } catch {
    // Sandboxed documents have none.
    return false;
  }
}
