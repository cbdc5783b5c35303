import type { BeaconCall, Call, FetchCall, Seen, XhrCall } from "./call.ts";
import {
  performElement,
  performFrame,
  performStyleImage,
  timedStatusOf,
} from "./perform-element.ts";

// Runs in pages, frames and workers: pages.ts serves it without the types. Frames and workers stay alive
// afterwards, for late DevTools events about their requests.

declare global {
  /** Set by tests: resolves when the test observes all frames and workers so far. */
  var onceFollowed: (() => Promise<void>) | undefined;
}

/** Makes a call and returns the page's result. Never rejects. */
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
    case "websocket":
      return performWebSocket(call.url);
    case "beacon":
      return performBeacon(call);
    case "frame":
      return performFrame(call);
    case "style-image":
      return performStyleImage(call);
    case "in-frame":
      return performInFrame(call);
    case "in-worker":
      return performInWorker(call.call);
    case "in-turn": {
      if (call.atOnce) {
        const all = await Promise.all(call.calls.map(perform));
        return { ...(all.pop() as Seen), earlier: all };
      }
      const earlier: Seen[] = [];
      for (const one of call.calls.slice(0, -1)) {
        earlier.push(await perform(one));
        await new Promise((resolve) => setTimeout(resolve, call.apart ?? 0));
      }
      return { ...(await perform(call.calls[call.calls.length - 1] as Call)), earlier };
    }
    default:
      return performElement(call);
  }
}

/** Makes a call and aborts it in the same turn. */
function abortAtOnce(url: string, init: RequestInit, abort: AbortController): Promise<Response> {
  const responding = fetch(url, init);
  abort.abort();
  return responding;
}

async function performFetch(call: FetchCall): Promise<Seen> {
  const abort = new AbortController();
  let url = call.url;
  let responded = false;
  if (call.abort === "before") abort.abort();
  if (call.abort === true) url = onceArrived(url, () => abort.abort());
  if (call.abort === "for-a-reason") url = onceArrived(url, () => abort.abort("no more of it"));
  try {
    const body = call.streamed ? { body: new Blob(["streamed"]).stream(), duplex: "half" } : {};
    const init = { ...call.init, ...body, signal: abort.signal };
    // Chromium and Firefox report the same column for a call only if it is awaited at once.
    const response =
      call.abort === "at-once" ? await abortAtOnce(url, init, abort) : await fetch(url, init);
    responded = true;
    if (call.abort === "at-the-body") {
      // Before any of the body has come, Chromium ends the request with varying errors.
      await response.clone().body?.getReader().read();
      abort.abort();
    }
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
    const isReason = abort.signal.aborted && error === abort.signal.reason;
    const detail = isReason ? `AbortError: ${error}` : String(error);
    return { outcome: "rejected", detail, ...(responded ? { atBody: true } : {}) };
  }
}

/**
 * Calls `then` as soon as the server has a request for the URL.
 * @returns the URL to request instead, unique for each run: an earlier run's arrival does not count.
 */
function onceArrived(url: string, then: () => void): string {
  const ofItsOwn = `${url}&run=${performance.timeOrigin}-${performance.now()}-${Math.random()}`;
  // A sandboxed frame may not read the response, and need not.
  const arrived = fetch(`/arrived?url=${encodeURIComponent(ofItsOwn)}`, { mode: "no-cors" });
  void arrived.then(then);
  return ofItsOwn;
}

function performXhr(call: XhrCall): Promise<Seen> {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const seen = (): Seen => {
      const names = xhr.getAllResponseHeaders().matchAll(/^[^:\r\n]+/gm);
      const headers = [...names].map(([name]) => name);
      return { outcome: "allowed", detail: `${xhr.status} ${xhr.statusText}`, headers };
    };
    let url = call.url;
    if (call.abort === true) url = onceArrived(url, () => xhr.abort());
    try {
      const { user = null, password = null } = call;
      xhr.open(call.method ?? "GET", url, !call.synchronous, user, password);
    } catch (error) {
      return resolve({ outcome: "rejected", detail: String(error) });
    }
    xhr.withCredentials = call.withCredentials ?? false;
    for (const [name, value] of Object.entries(call.headers ?? {})) {
      xhr.setRequestHeader(name, value);
    }
    if (call.watchUpload) xhr.upload.onprogress = () => {};
    if (call.timeout !== undefined) xhr.timeout = call.timeout;
    if (!call.synchronous) {
      xhr.onload = () => resolve(seen());
      for (const type of ["error", "abort", "timeout"] as const) {
        xhr.addEventListener(type, () => {
          resolve({ outcome: "rejected", detail: `XMLHttpRequest ${type} event` });
        });
      }
    }
    try {
      xhr.send(call.body ?? null);
    } catch (error) {
      return resolve({ outcome: "rejected", detail: String(error) });
    }
    // A failed synchronous request throws nothing in Firefox's workers.
    const failed = { outcome: "rejected", detail: "XMLHttpRequest without a response" } as const;
    if (call.synchronous) resolve(xhr.status === 0 ? failed : seen());
    if (call.abort === "before") xhr.abort();
  });
}

function performBeacon({ url, type }: BeaconCall): Seen {
  const data = type === undefined ? "beacon" : new Blob(["beacon"], { type });
  return { outcome: "opaque", detail: String(navigator.sendBeacon(url, data)) };
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
    const timed = timedStatusOf(url);
    let seen: Seen = { outcome: "rejected", detail: "EventSource error event" };
    source.onmessage = (event) => {
      seen = { outcome: "allowed", detail: `message ${event.data}` };
    };
    // Also fires at the end of a stream; closing it sooner would abort the request.
    source.onerror = () => {
      source.close();
      resolve({ ...seen, ...timed() });
    };
  });
}

/** Opens a WebSocket. An open connection stays open until the page is closed. */
function performWebSocket(url: string): Promise<Seen> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.onopen = () => resolve({ outcome: "allowed", detail: "WebSocket open event" });
    socket.onerror = () => resolve({ outcome: "rejected", detail: "WebSocket error event" });
  });
}

async function performInFrame({
  call,
  sandbox,
  served,
  headers = {},
  host,
}: Extract<Call, { kind: "in-frame" }>): Promise<Seen> {
  const frame = document.createElement("iframe");
  if (sandbox) frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  const base = host === undefined ? "" : `${location.protocol}//${host}:${location.port}`;
  const path = served ? "/served/frame" : "/frame";
  frame.src = `${base}${path}?headers=${encodeURIComponent(JSON.stringify(headers))}`;
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
