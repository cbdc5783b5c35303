import type { ProbeReport } from "../observation/page-call.ts";

/**
 * How the page's world and the bridge find each other, and what the bridge and the background say.
 *
 * The page's world makes an EventTarget that nobody else holds, and shows it once, as the
 * `relatedTarget` of a HELLO event on `document`. The bridge keeps it. Everything else happens on
 * that target: a page that was not there at that moment can neither hear nor forge it, and
 * `document.open()`, which removes every listener in the document, does not reach it. In a document
 * that was loaded before, a page can be there: the names of the events are drawn by lot then, and go
 * from the page's world to the bridge by way of the background.
 */
export const HELLO = "crosscheck-hello";

/** On `document`, from the bridge: whoever said HELLO too early may say it again. */
export const BRIDGE_HERE = "crosscheck-bridge-here";

/** In a document that was there before, what the response's name has after the request's. */
export const RESPONSE = "!";

/** On the target, from the bridge. */
export const INSTALL = "install";
export const UNINSTALL = "uninstall";

/** A property of the target, from the bridge: the trap of construct-unseen.ts, where the browser has it. */
export const CONSTRUCT = "construct";

/** On the target, from the page's world: a CustomEvent whose detail is one report as JSON. */
export const REPORT = "report";

/** The name of the port between a bridge and the background. */
export const PROBE_PORT = "probe";

/**
 * From a bridge: reports, and how many of this document it has dropped so far. Those of the page's world
 * are JSON; those of what the bridge has seen itself are not, so that nobody in the page can send one.
 */
export interface FromBridge {
  readonly reports: readonly (string | BridgeReport)[];
  readonly dropped: number;
  /** Whether the page was there before the probe: then it may have made up what is JSON. */
  readonly late: boolean;
}

/** What the browser tells the bridge by its own events, which no page can make. */
export type BridgeReport = Extract<
  ProbeReport,
  { kind: "policy-violated" | "element-failed" | "element-loaded" | "element-requested" }
>;

/**
 * To a bridge: whether its tab is being debugged, how many more of its reports the background has, or
 * the URL of a document that a frame requests, of which it is to tell the iframe.
 */
export type ToBridge = "on" | "off" | number | `http${string}`;

export const MAX_URL = 8_192;
/** Of what elements request and policies refuse: reported whole or not at all. */
export const MAX_WHOLE_URL = 32_768;
export const MAX_STACK = 4_096;
export const MAX_HEADER_NAMES = 100;
export const MAX_HEADER_NAME = 256;
/** Of enumerated words, names of errors, directives. */
export const MAX_WORD = 64;
/** Of what the timeline tells: resources in one report, and the longest URL of one. */
export const MAX_TIMED = 20;
export const MAX_TIMED_URL = 2_048;
/** One report as JSON: its fields, escaped. */
export const MAX_REPORT = 65_536;

/** Reports that one document may send: at once, and a second. */
export const BURST = 1_000;
export const PER_SECOND = 200;
