import type { ElementFailure } from "../observation/page-call.ts";
import { MAX_URL } from "./channel.ts";

/** What elements of several kinds have, each under its own type. */
interface Loader {
  readonly src?: unknown;
  readonly href?: unknown;
  readonly rel?: unknown;
  readonly type?: unknown;
  readonly integrity?: unknown;
  readonly crossOrigin?: unknown;
}

/** What an element that failed to load asked for, and how; null for one that asks for nothing. */
export function describeElement(element: Element): ElementFailure | null {
  const { src, href, integrity } = element as Loader;
  const url = typeof src === "string" && src !== "" ? src : href;
  if (typeof url !== "string") return null;
  return {
    url: url.replace(/#.*$/s, "").slice(0, MAX_URL),
    hasIntegrity: typeof integrity === "string" && integrity !== "",
    ...howItAsks(element),
  };
}

/**
 * https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
 */
function howItAsks(element: Element): Pick<ElementFailure, "mode" | "credentials"> {
  const isTrack = element.localName === "track";
  const { crossOrigin } = (isTrack ? element.parentElement : element) as Loader;
  // Frames and the like have no such attribute, and ask by rules of their own.
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
