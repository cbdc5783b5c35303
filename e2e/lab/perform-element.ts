import type { ElementCall, FrameCall, Seen, StyleImageCall } from "./call.ts";

// Runs in pages and frames, beside perform.ts.

/** Has an element load a resource, and reports the event that ended it. */
export function performElement(call: ElementCall): Promise<Seen> {
  if (call.kind === "manifest") return performManifest(call);
  return new Promise((resolve) => {
    const { loads, stands } = elementFor(call);
    const readable =
      call.kind === "module" || call.kind === "modulepreload" || call.crossOrigin !== undefined;
    const timed = timedStatusOf(call.url);
    const settle = (outcome: Seen["outcome"], event: Event) => {
      stands.remove();
      resolve({ outcome, detail: `<${loads.localName}> ${event.type} event`, ...timed() });
    };
    const loaded = loads instanceof HTMLMediaElement ? "loadedmetadata" : "load";
    loads.addEventListener(loaded, (event) => settle(readable ? "allowed" : "opaque", event));
    loads.addEventListener("error", (event) => settle("rejected", event));
    document.body.append(stands);
  });
}

/** Watches the page's timeline for a URL; the returned function gives the status of the last entry. */
export function timedStatusOf(url: string): () => Pick<Seen, "timedStatus"> {
  let entries: readonly PerformanceEntry[] = [];
  const take = (more: readonly PerformanceEntry[]) => {
    entries = [...entries, ...more.filter(({ name }) => name === url)];
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: "resource" });
  return () => {
    take(observer.takeRecords());
    observer.disconnect();
    const last = entries.at(-1) as PerformanceResourceTiming | undefined;
    return last === undefined ? {} : { timedStatus: last.responseStatus };
  };
}

/** The element that loads, and the one to insert into the page for it. */
function elementFor(call: ElementCall): { loads: HTMLElement; stands: HTMLElement } {
  const itself = (element: HTMLElement) => ({ loads: element, stands: element });
  switch (call.kind) {
    case "style":
      return itself(linkFor("stylesheet", call));
    case "preload":
    case "modulepreload":
      return itself(linkFor(call.kind, call));
    case "script":
    case "module": {
      const script = document.createElement("script");
      if (call.kind === "module") script.type = "module";
      if (call.crossOrigin) script.crossOrigin = call.crossOrigin;
      if (call.integrity) script.integrity = call.integrity;
      script.src = call.url;
      return itself(script);
    }
    case "track": {
      const media = document.createElement("video");
      if (call.crossOrigin) media.crossOrigin = call.crossOrigin;
      const track = document.createElement("track");
      track.src = call.url;
      media.append(track);
      // A track that is neither shown nor read is not loaded.
      track.track.mode = "hidden";
      return { loads: track, stands: media };
    }
    default: {
      const media = document.createElement(call.kind === "image" ? "img" : call.kind) as
        | HTMLImageElement
        | HTMLMediaElement;
      if (call.crossOrigin) media.crossOrigin = call.crossOrigin;
      media.src = call.url;
      return itself(media);
    }
  }
}

function linkFor(rel: string, { url, as, crossOrigin, integrity }: ElementCall): HTMLLinkElement {
  const link = document.createElement("link");
  link.rel = rel;
  if (as) link.as = as;
  if (crossOrigin) link.crossOrigin = crossOrigin;
  if (integrity) link.integrity = integrity;
  link.href = url;
  return link;
}

const SILENT_MS = 3000;
let lastManifest: Promise<unknown> = Promise.resolve();

/** A page has one manifest, and no event reports it: manifests are requested and removed in turn. */
function performManifest(call: ElementCall): Promise<Seen> {
  const seen = lastManifest.then(() => {
    const link = linkFor("manifest", call);
    const ended = untilTimed(call.url, "manifest").finally(() => link.remove());
    document.head.append(link);
    return ended;
  });
  lastManifest = seen;
  return seen;
}

/**
 * Has a style load an image. No event reports its end, only the performance timeline, which does not show
 * the result.
 */
export function performStyleImage({ url, property }: StyleImageCall): Promise<Seen> {
  const element = document.createElement("div");
  element.style.cssText = `float: left; width: 9px; height: 9px; ${property}: url("${url}")`;
  const ended = untilTimed(url, property).finally(() => element.remove());
  document.body.append(element);
  return ended;
}

/** Resolves when the performance timeline has a URL, or after a timeout. */
function untilTimed(url: string, what: string): Promise<Seen> {
  return new Promise((resolve) => {
    const done = (seen: Seen) => {
      observer.disconnect();
      resolve(seen);
    };
    const observer = new PerformanceObserver((list) => {
      const entry = list.getEntriesByName(url).at(-1) as PerformanceResourceTiming | undefined;
      if (entry === undefined) return;
      done({ outcome: "opaque", detail: `${what} ended`, timedStatus: entry.responseStatus });
    });
    observer.observe({ type: "resource" });
    setTimeout(() => done({ outcome: "rejected", detail: `${what} not reported` }), SILENT_MS);
  });
}

/** How long after a frame's load event its document may still report itself. */
const UNHEARD_MS = 1000;

/** How long a document may take to report itself, on a busy machine. */
const NOT_SHOWN_MS = 6000;

/** The result for a frame without a report by its document or an event. */
export const NO_DOCUMENT = "no document";

/** The message of a framed document to its parent. */
export const FRAMED = "framed";

/** Shows a document in a frame. The browser's own error page sends no message. */
export function performFrame({ url, sandbox, credentialless }: FrameCall): Promise<Seen> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  if (sandbox) frame.setAttribute("sandbox", "allow-scripts");
  if (credentialless) frame.setAttribute("credentialless", "");
  frame.src = url;
  return new Promise((resolve) => {
    // Firefox fires no event for a frame that it blocked for its embedder policy.
    const timer = setTimeout(() => settle("rejected", NO_DOCUMENT), NOT_SHOWN_MS);
    const settle = (outcome: Seen["outcome"], detail: string) => {
      clearTimeout(timer);
      removeEventListener("message", hear);
      resolve({ outcome, detail });
    };
    const hear = ({ source, data }: MessageEvent) => {
      if (source === frame.contentWindow && data === FRAMED) settle("allowed", "document shown");
    };
    addEventListener("message", hear);
    for (const type of ["load", "error"] as const) {
      frame.addEventListener(type, () => {
        setTimeout(settle, UNHEARD_MS, "rejected", `<iframe> ${type} event, no document`);
      });
    }
    document.body.append(frame);
  });
}
