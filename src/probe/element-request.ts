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
  readonly as?: unknown;
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
  style: "stylesheet",
  stylesheet: "stylesheet",
  modulepreload: "script",
  font: "font",
  audio: "media",
  video: "media",
  track: "media",
  object: "object",
  embed: "object",
};

/** The element's name; of a link, what it links to, or is to load beforehand. */
function kindOf(element: Element): string {
  const { rel, as } = element as Element & Loading;
  if (element.localName !== "link") return element.localName;
  const kind = String(rel).trim().toLowerCase();
  return kind === "preload" ? String(as) : kind;
}

function modeOf(element: Element): Pick<ElementRequest, "mode" | "credentials"> {
  const kind = kindOf(element);
  const { type } = element as Element & Loading;
  const isTrack = kind === "track" && element.localName === "track";
  const { crossOrigin } = (isTrack ? element.parentElement : element) as Element & Loading;
  // What other elements ask for depends on more than their attributes.
  if (!ASKS_BY_ATTRIBUTES.test(kind)) return { mode: null, credentials: null };
  const isModule =
    kind === "modulepreload" || (kind === "script" && /^module$/i.test(String(type)));
  if (crossOrigin === "use-credentials") return { mode: "cors", credentials: "include" };
  if (isModule || typeof crossOrigin === "string") {
    return { mode: "cors", credentials: "same-origin" };
  }
  return { mode: isTrack ? "same-origin" : "no-cors", credentials: "include" };
}

const ASKS_BY_ATTRIBUTES =
  /^(?:img|image|script|style|stylesheet|modulepreload|font|fetch|audio|video|track)$/;

/** Whether the document's requests go to a service worker first. */
function isServed(): boolean {
  try {
    return (navigator.serviceWorker?.controller ?? null) !== null;
  } catch {
    // Sandboxed documents have none.
    return false;
  }
}
