import type { ElementRequest } from "../observation/page-call.ts";
import { MAX_URL } from "./channel.ts";

/** What elements have that load something, whichever of it. */
interface Loading {
  readonly src?: unknown;
  readonly href?: unknown;
  readonly currentSrc?: unknown;
  readonly integrity?: unknown;
  readonly crossOrigin?: unknown;
  readonly rel?: unknown;
  readonly type?: unknown;
}

/**
 * What an element asks for, as its attributes say now; null for one that asks for nothing.
 * https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
 */
export function elementRequest(element: Element): ElementRequest | null {
  const { src, href, currentSrc, integrity } = element as Element & Loading;
  const url = [currentSrc, src, href].find((it) => typeof it === "string" && it !== "");
  if (typeof url !== "string") return null;
  return {
    url: url.replace(/#.*$/s, "").slice(0, MAX_URL),
    resourceType: TYPES[kindOf(element)] ?? "other",
    ...modeOf(element),
    hasIntegrity: typeof integrity === "string" && integrity !== "",
    served: isServed(),
  };
}

const TYPES: Readonly<Record<string, ElementRequest["resourceType"]>> = {
  img: "image",
  image: "image",
  input: "image",
  script: "script",
  stylesheet: "stylesheet",
  modulepreload: "script",
  audio: "media",
  video: "media",
  track: "media",
  object: "object",
  embed: "object",
};

/** The element's name; of a link, what it links to. */
function kindOf(element: Element): string {
  const { rel } = element as Element & Loading;
  return element.localName === "link" ? String(rel).trim().toLowerCase() : element.localName;
}

function modeOf(element: Element): Pick<ElementRequest, "mode" | "credentials"> {
  const { crossOrigin, type } = element as Element & Loading;
  const kind = kindOf(element);
  // What these ask for depends on more than their own attributes.
  if (!(kind in TYPES) || kind === "track" || kind === "object" || kind === "embed") {
    return { mode: null, credentials: null };
  }
  const isModule = kind === "modulepreload" || (kind === "script" && type === "module");
  if (crossOrigin === "use-credentials") return { mode: "cors", credentials: "include" };
  if (isModule || typeof crossOrigin === "string") {
    return { mode: "cors", credentials: "same-origin" };
  }
  return { mode: "no-cors", credentials: "include" };
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
