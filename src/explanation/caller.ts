import type { Exchange } from "../exchange/exchange.ts";

/**
 * What sent a request, as far as advice depends on it: each can get other advice. "script" is a
 * fetch() or an XMLHttpRequest of which nothing more is known; "style" is what a style sheet loads.
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
 * What sent the request of an exchange: the probe tells, else the browser's own type of it.
 *
 * @param destination the Fetch standard's, as the verdict has it.
 */
export function callerOf({ call, element, resourceType }: Exchange, destination: string): Caller {
  if (call !== null) return call.api === "websocket" ? "other" : call.api;
  if (WORKERS.has(destination)) return "worker";
  if (element !== null) return "element";
  return BY_TYPE[resourceType] ?? "other";
}

const WORKERS: ReadonlySet<string> = new Set(["worker", "sharedworker", "serviceworker"]);

/** By webRequest's type. `sendBeacon` is "ping" in Chromium and "beacon" in Firefox. */
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
