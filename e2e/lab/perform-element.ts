import type { ElementCall, Seen, StyleImageCall } from "./call.ts";

// Runs in pages and frames, beside perform.ts.

/** Has an element load something, and tells by which event that ended. */
export function performElement(call: ElementCall): Promise<Seen> {
  return new Promise((resolve) => {
    const { loads, stands } = elementFor(call);
    const readable =
      call.kind === "module" || call.kind === "modulepreload" || call.crossOrigin !== undefined;
    const settle = (outcome: Seen["outcome"], event: Event) => {
      stands.remove();
      resolve({ outcome, detail: `<${loads.localName}> ${event.type} event` });
    };
    const loaded = loads instanceof HTMLMediaElement ? "loadedmetadata" : "load";
    loads.addEventListener(loaded, (event) => settle(readable ? "allowed" : "opaque", event));
    loads.addEventListener("error", (event) => settle("rejected", event));
    document.body.append(stands);
  });
}

/** The element that loads, and the one to put into the page for that. */
function elementFor(call: ElementCall): { loads: HTMLElement; stands: HTMLElement } {
  const itself = (element: HTMLElement) => ({ loads: element, stands: element });
  switch (call.kind) {
    case "style":
      return itself(linkFor("stylesheet", call));
    case "preload":
    case "modulepreload":
    case "manifest":
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
      // What is neither shown nor read is not loaded.
      track.track.mode = "hidden";
      return { loads: track, stands: media };
    }
    default: {
      const media = document.createElement(call.kind === "image" ? "img" : call.kind);
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

const UNTOLD_MS = 3000;

/**
 * Has a style load an image. No event tells of its end, only the performance timeline; and that
 * says nothing of what came of it.
 */
export function performStyleImage({ url, property }: StyleImageCall): Promise<Seen> {
  return new Promise((resolve) => {
    const element = document.createElement("div");
    element.style.cssText = `float: left; width: 9px; height: 9px; ${property}: url("${url}")`;
    const done = (outcome: Seen["outcome"], detail: string) => {
      observer.disconnect();
      element.remove();
      resolve({ outcome, detail });
    };
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName(url).length > 0) done("opaque", `${property} ended`);
    });
    observer.observe({ type: "resource" });
    setTimeout(() => done("rejected", `${property} not told of`), UNTOLD_MS);
    document.body.append(element);
  });
}
