import type { Lab } from "./lab.ts";

/** A line of a page's script that makes a call, and its function. */
export interface CallingFunction {
  readonly name: string;
  readonly line: number;
}

/**
 * One call of each API, and fetch() called in various ways, each on its own line. Their URLs differ only in
 * the query.
 */
const SOURCE = `
function byFetch(url) { return fetch(url).catch(() => {}); }
function byXhr(url) { const xhr = new XMLHttpRequest(); xhr.open("GET", url);
  xhr.send(); }
function byBeacon(url) { navigator.sendBeacon(url, "x"); }
function byEventSource(url) { const source = new EventSource(url); source.onerror = () => source.close(); }
async function afterAwait(url) { await null; await fetch(url).catch(() => {}); }
function afterTimer(url) { setTimeout(() => fetch(url).catch(() => {}), 0); }
function afterThen(url) { Promise.resolve().then(() => fetch(url).catch(() => {})); }
function byBound(url) { return fetch.bind(null)(url).catch(() => {}); }
function byApply(url) { return Reflect.apply(fetch, window, [url]).catch(() => {}); }
function byRequest(url) { return fetch(new Request(url)).catch(() => {}); }
function byListener(url) { const on = new EventTarget(); on.onGo = () => fetch(url).catch(() => {});
  on.addEventListener("go", on.onGo); on.dispatchEvent(new Event("go")); }
function byGetter(url) { const it = { get go() { return fetch(url).catch(() => {}); } }; return it.go; }
function byOptions(url) { return fetch(url, { method: "GET", headers: {} }).catch(() => {}); }
function byWorker(url) { new Worker(url); }
function bySocket(url) { new WebSocket(url); }
globalThis.Socket = class extends WebSocket {};
function bySubclass(url) { new Socket(url); }
`;

/** The functions of the script, and the lines that start their requests. */
export const CALLING_FUNCTIONS: readonly CallingFunction[] = [
  { name: "byFetch", line: 2 },
  { name: "byXhr", line: 4 },
  { name: "byBeacon", line: 5 },
  { name: "byEventSource", line: 6 },
  { name: "afterAwait", line: 7 },
  { name: "afterTimer", line: 8 },
  { name: "afterThen", line: 9 },
  { name: "byBound", line: 10 },
  { name: "byApply", line: 11 },
  { name: "byRequest", line: 12 },
  { name: "byListener", line: 13 },
  { name: "byGetter", line: 15 },
  { name: "byOptions", line: 16 },
  { name: "byWorker", line: 17 },
  { name: "bySocket", line: 18 },
  { name: "bySubclass", line: 19 },
];

/** DevTools' name for the script. */
export const CALLING_SCRIPT = "calls-of-every-api";

/** Serves a page whose external script makes calls of every API; returns its URL. */
export function serveCallingPage(lab: Lab): string {
  lab.respond(CALLING_SCRIPT, {
    response: { headers: [["Content-Type", "text/javascript"]], body: SOURCE },
  });
  lab.respond("calling-page", {
    response: {
      headers: [["Content-Type", "text/html"]],
      body: `<!doctype html><title>Calls</title><script src="/_/${CALLING_SCRIPT}"></script>`,
    },
  });
  lab.respond("called", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
  lab.respond("refused", { response: { headers: [] } });
  return lab.url("page", "calling-page");
}

/** The URL that each function requests: the server allows one kind, and refuses the other. */
export function calledUrl(lab: Lab, kind: "called" | "refused", name: string): string {
  // A page can load only same-origin scripts for workers.
  if (name === "byWorker") return lab.url("page", kind, `?${name}`);
  const url = lab.url("apiA", kind, `?${name}`);
  return /Socket$|Subclass$/.test(name) ? url.replace(/^http/, "ws") : url;
}
