import type { ProbeReport } from "../observation/page-call.ts";

/**
 * How the page's world and the bridge find each other, and the messages of the bridge and the background.
 *
 * The page's world creates an EventTarget that nobody else holds, and passes it once, as the `relatedTarget`
 * of a HELLO event on `document`. The bridge keeps it. All other events use that target: a page whose scripts
 * run later can neither hear nor forge them, and `document.open()`, which removes every listener in the
 * document, does not reach them. In a document that was loaded before the probe, scripts may already listen:
 * there the event names are random, and the page's world passes them to the bridge through the background.
 */
export const HELLO = "crosscheck-hello";

/** On `document`, from the bridge: a page's world that sent HELLO too early may repeat it. */
export const BRIDGE_HERE = "crosscheck-bridge-here";

/** In a document that existed before the probe: the suffix of the response event's name. */
export const RESPONSE = "!";

/** On the target, from the bridge; UNINSTALL also from the page's world, once the bridge is gone. */
export const INSTALL = "install";
export const UNINSTALL = "uninstall";

/**
 * A property of the target, from the bridge: the trap of construct-unseen.ts, where the browser supports it.
 */
export const CONSTRUCT = "construct";

/**
 * On the target, from the page's world: a CustomEvent whose detail is one report as JSON. The bridge cancels it,
 * as a receipt.
 */
export const REPORT = "report";

/** The name of the port between a bridge and the background. */
export const PROBE_PORT = "probe";

/**
 * From a bridge: reports, and the number that it has dropped for this document so far. Reports of the page's
 * world are JSON; the bridge's own are objects, so that no script in the page can forge one.
 */
export interface FromBridge {
  readonly reports: readonly (string | BridgeReport)[];
  readonly dropped: number;
  /** Whether the page existed before the probe: then it may have forged the JSON reports. */
  readonly late: boolean;
}

/** Reports that the bridge makes from the browser's own events, which no page can forge. */
export type BridgeReport = Extract<
  ProbeReport,
  { kind: "policy-violated" | "element-failed" | "element-loaded" | "element-requested" }
>;

/**
 * To a bridge: whether its tab is being debugged, how many more of its reports the background has received,
 * or the URL of a frame's document request, whose iframe the bridge should report.
 */
export type ToBridge = "on" | "off" | number | `http${string}`;

export const MAX_URL = 8_192;
/** URLs of elements and of policy violations are reported whole or not at all. */
export const MAX_WHOLE_URL = 32_768;
export const MAX_STACK = 4_096;
export const MAX_HEADER_NAMES = 100;
export const MAX_HEADER_NAME = 256;
/** Enumerated words, error names, directives. */
export const MAX_WORD = 64;
/** Limits of a timeline report: its number of resources, and the length of each URL. */
export const MAX_TIMED = 20;
export const MAX_TIMED_URL = 2_048;
/** One report as JSON: its fields, escaped. */
export const MAX_REPORT = 65_536;

/** Reports that one document may send: at once, and per second. */
export const BURST = 1_000;
export const PER_SECOND = 200;
