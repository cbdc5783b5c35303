/** A way in which reports of the same page may differ, because the browsers differ. */
export interface AllowedDifference {
  /** The path in an exchange of the report, or "markdown". */
  readonly where: RegExp;
  /** The cases, or sections of the Markdown about them; by default all. */
  readonly cases?: readonly string[];
  /** For the Markdown: the lines, in either report. */
  readonly line?: RegExp;
  readonly why: string;
}

/** In Firefox an extension gets two lines of a header as one. */
const TWO_LINES = ["duplicate-allow-origin", "origin-list", "star-beside-own-origin"];

/**
 * All allowed differences. Names of network errors are removed beforehand: each browser has its own names,
 * and reports only its own.
 */
export const ALLOWED: readonly AllowedDifference[] = [
  {
    where: /^(?:certainty|alternatives|cause\.code|lanes\.gecko\.|findings|diagnosis|markdown)/,
    cases: TWO_LINES,
    why: "Firefox shows an extension two lines of a header as one list, but has an error name for each case.",
  },
  {
    where: /^(?:certainty|alternatives|diagnosis)/,
    cases: ["connection-reset"],
    why: "Firefox uses one error name for a reset and for a close without a response.",
  },
  {
    where: /^(?:certainty|alternatives|cause\.code|lanes\.\w+\.cause\.code|findings|diagnosis)/,
    cases: ["empty-response"],
    why: "Firefox uses one error name for a reset and for a close: the likelier is the cause, the other an alternative.",
  },
  {
    where: /^(?:credentials\.basis|certainty|alternatives|remedy)/,
    cases: ["worker", "worker-without-headers", "aborted-in-worker"],
    why: "Requests of Firefox's workers have no Sec-Fetch-Storage-Access that shows the credentials mode.",
  },
  {
    where: /^outcomeBasis/,
    cases: ["worker", "websocket"],
    why: "Firefox also completes responses that it blocks, and no timeline shows a worker's requests or a WebSocket.",
  },
  {
    where: /^(?:reachedServer|diagnosis|messages)/,
    cases: ["websocket-refused"],
    why: "Chromium does not report the response to a WebSocket handshake.",
  },
  {
    where: /^lanes\.chromium\./,
    cases: ["service-worker-fails", "service-worker-responds"],
    why: "Only in Firefox can a frame without its own URL have a service worker, and Firefox does not report which one has.",
  },
  {
    where:
      /^(?:preflight\.(?:needed|seen)|cause\.parameter|lanes\.\w+\.(?:cause\.parameter|name)|findings|diagnosis)/,
    cases: ["unsafe-port"],
    why: "Firefox fires no event for a request to an unsafe port: only the probe reports it.",
  },
  {
    where: /^rule$/,
    line: /^"(?:chromium|gecko)-/,
    why: "Each browser's errors have their own rule.",
  },
  {
    where: /^lanes\.(?:chromium|gecko)\./,
    cases: ["orb"],
    why: "Each browser has its own rules for ORB, so the other browser's lane stays open.",
  },
  {
    where: /^(?:findings|diagnosis)/,
    cases: ["frame-refused"],
    why: "Firefox's error names the refusal, but not the header that caused it.",
  },
  {
    where: /^(?:outcomeBasis|rule)$/,
    cases: ["frame-shown"],
    why: "Only Chromium reports that a frame shows its document.",
  },
  {
    where: /^markdown$/,
    cases: ["login-redirect"],
    why: "Firefox names a redirected preflight's missing header; no configuration covers that, so its lines are listed.",
  },
  {
    where: /^markdown$/,
    cases: [""],
    line: /^(?:- The recorded data does not show whether some requests send credentials|The configuration allows credentials only for the others)$/,
    why: "The configuration mentions that the credentials mode of Firefox's workers is unknown.",
  },
  {
    where: /^markdown$/,
    line: /^- \d{4}-\d\d-\d\d \d\d:\d\d UTC$|Recorded in (?:Chrome|Firefox)/,
    why: "The recordings differ in their time and browser.",
  },
  {
    where: /^markdown$/,
    line: /performance timeline/,
    why: "Chromium's events show whether the page may read the response.",
  },
  {
    where: /^markdown$/,
    line: /^# (?:replace [<[]|the body was not)|^ {2}-H '(?:(?:authorization|apikey): <token>|(?:content-type|x-client-info|x-tenant): <value>)'$/,
    why: "Chromium does not report the headers of a request that was never sent: the reader fills in their values.",
  },
  {
    where: /^markdown$/,
    line: /^ {2}-H '(?:Content-Type: (?:application\/json|application\/x-www-form-urlencoded)|(?:Authorization|apikey): \[redacted\]|X-Client-Info: shop\/1\.0|X-Tenant: 7)'$/,
    why: "Firefox reports the headers of a request whose preflight failed.",
  },
];
