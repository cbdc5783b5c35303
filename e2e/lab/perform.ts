import type { Call, ElementCall, FetchCall, Seen, XhrCall } from "./call.ts";

// Runs in pages, frames and workers: pages.ts serves it to them with the types taken off. Frames
// and workers are left alive afterwards, for what DevTools has yet to say about their requests.

declare global {
  /** Tests set it: resolves when they follow the frames and workers that there are by now. */
  var onceFollowed: (() => Promise<void>) | undefined;
}

/** Makes a call and tells what a page sees of it. Never rejects. */
export async function perform(call: Call): Promise<Seen> {
  switch (call.kind) {
    case "fetch":
      return performFetch(call);
    case "xhr":
      return performXhr(call);
    case "font":
      return performFont(call.url);
    case "event-source":
      return performEventSource(call.url, call.withCredentials ?? false);
    case "beacon":
      return { outcome: "opaque", detail: String(navigator.sendBeacon(call.url, "beacon")) };
    case "in-frame":
      return performInFrame(call.call, call.sandbox ?? false, call.headers ?? {});
    case "in-worker":
      return performInWorker(call.call);
    case "in-turn": {
      let seen: Seen = { outcome: "rejected", detail: "nothing to do" };
      for (const one of call.calls) seen = await perform(one);
      return seen;
    }
    default:
      return performElement(call);
  }
}

async function performFetch(call: FetchCall): Promise<Seen> {
  const abort = new AbortController();
  let url = call.url;
  if (call.abort) {
    // Of its own for each run: the arrival of an earlier one must not abort this one.
    url += `&run=${crypto.randomUUID()}`;
    void fetch(`/arrived?url=${encodeURIComponent(url)}`).then(() => abort.abort());
  }
  try {
    const body = call.streamed ? { body: new Blob(["streamed"]).stream(), duplex: "half" } : {};
    const response = await fetch(url, { ...call.init, ...body, signal: abort.signal });
    if (response.type === "opaque" || response.type === "opaqueredirect") {
      return { outcome: "opaque", detail: `${response.type}, status ${response.status}` };
    }
    await response.text();
    const status = `${response.status} ${response.statusText}`.trim();
    const headers = [...response.headers.keys()];
    if (!call.read) return { outcome: "allowed", detail: status, headers };
    const detail = `${call.read}: ${response.headers.get(call.read)}`;
    return { outcome: "allowed", detail, headers };
  } catch (error) {
    return { outcome: "rejected", detail: String(error) };
  }
}

function performXhr(call: XhrCall): Promise<Seen> {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open(call.method ?? "GET", call.url);
    xhr.withCredentials = call.withCredentials ?? false;
    for (const [name, value] of Object.entries(call.headers ?? {})) {
      xhr.setRequestHeader(name, value);
    }
    if (call.watchUpload) xhr.upload.onprogress = () => {};
    xhr.onload = () => {
      const headers = [...xhr.getAllResponseHeaders().matchAll(/^[^:\r\n]+/gm)].map(
        ([name]) => name,
      );
      resolve({ outcome: "allowed", detail: `${xhr.status} ${xhr.statusText}`, headers });
    };
    xhr.onerror = () => resolve({ outcome: "rejected", detail: "XMLHttpRequest error event" });
    xhr.send(call.body ?? null);
  });
}

async function performFont(url: string): Promise<Seen> {
  try {
    await new FontFace("lab", `url("${url}")`).load();
    return { outcome: "allowed", detail: "font loaded" };
  } catch (error) {
    return { outcome: "rejected", detail: String(error) };
  }
}

function performEventSource(url: string, withCredentials: boolean): Promise<Seen> {
  return new Promise((resolve) => {
    const source = new EventSource(url, { withCredentials });
    let seen: Seen = { outcome: "rejected", detail: "EventSource error event" };
    source.onmessage = (event) => {
      seen = { outcome: "allowed", detail: `message ${event.data}` };
    };
    // Also at the end of a stream; closing it sooner would abort the request.
    source.onerror = () => {
      source.close();
      resolve(seen);
    };
  });
}

function performElement(call: ElementCall): Promise<Seen> {
  return new Promise((resolve) => {
    const element = elementFor(call);
    const readable = call.kind === "module" || call.crossOrigin !== undefined;
    const settle = (outcome: Seen["outcome"], event: Event) => {
      element.remove();
      resolve({ outcome, detail: `<${element.localName}> ${event.type} event` });
    };
    const loaded = element instanceof HTMLVideoElement ? "loadedmetadata" : "load";
    element.addEventListener(loaded, (event) => settle(readable ? "allowed" : "opaque", event));
    element.addEventListener("error", (event) => settle("rejected", event));
    document.body.append(element);
  });
}

function elementFor(call: ElementCall): HTMLElement {
  if (call.kind === "style") {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    if (call.crossOrigin) link.crossOrigin = call.crossOrigin;
    if (call.integrity) link.integrity = call.integrity;
    link.href = call.url;
    return link;
  }
  if (call.kind === "script" || call.kind === "module") {
    const script = document.createElement("script");
    if (call.kind === "module") script.type = "module";
    if (call.crossOrigin) script.crossOrigin = call.crossOrigin;
    if (call.integrity) script.integrity = call.integrity;
    script.src = call.url;
    return script;
  }
  const media = document.createElement(call.kind === "video" ? "video" : "img");
  if (call.crossOrigin) media.crossOrigin = call.crossOrigin;
  media.src = call.url;
  return media;
}

async function performInFrame(
  call: Call,
  sandboxed: boolean,
  headers: Readonly<Record<string, string>>,
): Promise<Seen> {
  const frame = document.createElement("iframe");
  if (sandboxed) frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.src = `/frame?headers=${encodeURIComponent(JSON.stringify(headers))}`;
  const nextMessage = () =>
    new Promise<unknown>((resolve) => {
      const hear = (event: MessageEvent) => {
        if (event.source !== frame.contentWindow) return;
        removeEventListener("message", hear);
        resolve(event.data);
      };
      addEventListener("message", hear);
    });
  const ready = nextMessage();
  document.body.append(frame);
  await ready;
  await globalThis.onceFollowed?.();
  const seen = nextMessage();
  frame.contentWindow?.postMessage(call, "*");
  return (await seen) as Seen;
}

async function performInWorker(call: Call): Promise<Seen> {
  const worker = new Worker("/worker.js", { type: "module" });
  const nextMessage = () =>
    new Promise<unknown>((resolve) => {
      worker.onmessage = (event) => resolve(event.data);
    });
  await nextMessage();
  await globalThis.onceFollowed?.();
  const seen = nextMessage();
  worker.postMessage(call);
  return (await seen) as Seen;
}
