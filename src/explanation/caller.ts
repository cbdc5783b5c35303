import type { Exchange } from "../exchange/exchange.ts";

/**
 * The sender of a request, as far as advice depends on it. "script" is a fetch() or an XMLHttpRequest without
 * further information; "style" is a style sheet.
 */
export type Caller =
  | "fetch"
  | "xhr"
  | "event-source"
  | "beacon"
  | "element"
  | "style"
  | "worker"
  | "script"
  | "other";

/**
 * The sender of an exchange's request: by the probe, else by the browser's resource type.
 *
 * @param destination the Fetch standard's destination, from the verdict.
 */
export function callerOf({ call, element, resourceType }: Exchange, destination: string): Caller {
  if (call !== null) return call.api === "websocket" ? "other" : call.api;
  if (WORKERS.has(destination)) return "worker";
  // Chromium's type for a manifest is "other".
  if (element !== null || destination === "manifest") return "element";
  return BY_TYPE[resourceType] ?? "other";
}

const WORKERS: ReadonlySet<string> = new Set(["worker", "sharedworker", "serviceworker"]);

/** Keyed by webRequest's type. `sendBeacon` is "ping" in Chromium and "beacon" in Firefox. */
const BY_TYPE: Readonly<Record<string, Caller>> = {
  xmlhttprequest: "script",
  ping: "beacon",
  beacon: "beacon",
  font: "style",
  ...Object.fromEntries(
    ["image", "imageset", "media", "object", "script", "stylesheet", "web_manifest"].map(
      (type): [string, Caller] => [type, "element"],
    ),
  ),
};

/** Whether a worker made the request, where the probe does not run: such requests belong to no document. */
export function isOfWorker({ documentId, resourceType }: Exchange): boolean {
  return documentId === null && resourceType === "xmlhttprequest";
}
