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
    where: /^(?:certainty|alternatives|cause\.code|lanes\.gecko\.|findings|diagnosis)/,
    cases: TWO_LINES,
    why: "Firefox joins two lines of a header by a comma, as a list in one line looks by itself, and has a name for each.",
  },
  {
    where: /^(?:certainty|alternatives|diagnosis)/,
    cases: ["connection-reset"],
    why: "Firefox calls a reset and a close without a word by one name.",
  },
  {
    where: /^(?:certainty|alternatives|cause\.code|lanes\.\w+\.cause\.code|findings|diagnosis)/,
    cases: ["empty-response"],
    why: "The same: what is the likelier is named, the other is an alternative.",
  },
  {
    where: /^(?:credentials\.basis|certainty|alternatives|remedy)/,
    cases: ["worker", "worker-without-headers", "aborted-in-worker"],
    why: "Firefox's workers do not show by Sec-Fetch-Storage-Access whether credentials are included.",
  },
  {
    where: /^outcomeBasis/,
    cases: ["worker", "websocket"],
    why: "Firefox completes what it may have withheld, and no timeline shows a worker's requests or a WebSocket.",
  },
  {
    where: /^(?:reachedServer|diagnosis|messages)/,
    cases: ["websocket-refused"],
    why: "Chromium reports no response to a handshake.",
  },
  {
    where: /^lanes\.chromium\./,
    cases: ["service-worker-fails", "service-worker-responds"],
    why: "A frame without an address has a service worker in Firefox alone, and Firefox does not report which frame has one.",
  },
  {
    where:
      /^(?:preflight\.(?:needed|seen)|cause\.parameter|lanes\.\w+\.(?:cause\.parameter|name)|findings|diagnosis)/,
    cases: ["unsafe-port"],
    why: "Firefox does not announce a request to such a port: the probe alone tells of it.",
  },
  {
    where: /^rule$/,
    line: /^"(?:chromium|gecko)-/,
    why: "What an ending of one browser means, a rule of that browser says.",
  },
  {
    where: /^lanes\.(?:chromium|gecko)\./,
    cases: ["orb"],
    why: "What ORB withholds each browser decides by rules of its own: the other's lane stays open.",
  },
  {
    where: /^(?:findings|diagnosis)/,
    cases: ["frame-refused"],
    why: "Firefox names the refusal in its error, and no header that it went by.",
  },
  {
    where: /^(?:outcomeBasis|rule)$/,
    cases: ["frame-shown"],
    why: "Chromium alone reports that a frame shows its document.",
  },
  {
    where: /^markdown$/,
    cases: ["login-redirect"],
    why: "Firefox names a redirected preflight by its missing header: no configuration covers that, and its lines stand there.",
  },
  {
    where: /^markdown$/,
    cases: [""],
    line: /^(?:- The recorded data does not show whether some requests send credentials|The configuration allows credentials only for the others)$/,
    why: "The server's one configuration says what Firefox's workers leave open.",
  },
  {
    where: /^markdown$/,
    line: /^- \d{4}-\d\d-\d\d \d\d:\d\d UTC$|Recorded in (?:Chrome|Firefox)/,
    why: "When each was recorded, and what each browser says of itself.",
  },
  {
    where: /^markdown$/,
    line: /performance timeline/,
    why: "Chromium's events tell whether the page got it.",
  },
  {
    where: /^markdown$/,
    line: /^# (?:replace [<[]|the body was not)|^ {2}-H '(?:(?:authorization|apikey): <token>|(?:content-type|x-client-info|x-tenant): <value>)'$/,
    why: "Chromium tells no headers of a request that was never sent: their values are to be filled in.",
  },
  {
    where: /^markdown$/,
    line: /^ {2}-H '(?:Content-Type: (?:application\/json|application\/x-www-form-urlencoded)|(?:Authorization|apikey): \[redacted\]|X-Client-Info: shop\/1\.0|X-Tenant: 7)'$/,
    why: "Firefox tells the headers of a request that its preflight stopped.",
  },
];
