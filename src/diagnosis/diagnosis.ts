import type { FindingCode } from "../verdict/codes.ts";
import type { Certainty, Stage } from "../verdict/verdict.ts";

/** The side that has to act. */
export type Side = "server" | "proxy" | "page" | "browser" | "network" | "third-party";

/** Causes behind a verdict that have a code here; all others keep the verdict's own code. */
export const BEHIND_CODES = [
  /** A bare `*` beside the right value: an extension or a proxy adds the `*`. */
  "wildcard-beside-own-origin",
  /** Two layers each send Access-Control-Allow-Origin. */
  "allow-origin-sent-twice",
  /** One value of Access-Control-Allow-Origin lists several origins. */
  "allow-origin-list",
  /** The server redirected to a sign-in page. */
  "redirected-to-sign-in",
  /** A shared cache sent the value that it had stored for another origin. */
  "shared-cache-other-origin",
  /** A shared cache sent a response that was stored without CORS headers. */
  "shared-cache-without-cors",
  /** A firewall sent a challenge for a human to solve. */
  "bot-challenge",
  /** A hosting platform responded for a URL at which nothing is deployed. */
  "nothing-deployed",
  /** The missing header is present under a misspelt name. */
  "header-misspelt",
  /** The list has the name that the request needs, with a typo in one of the two. */
  "member-misspelt",
  /** A bucket behind a CDN that may not forward `Origin`. */
  "bucket-behind-cdn",
  /** A server for local use with one setting for CORS. */
  "local-server-switch",
  "unauthenticated",
  "forbidden",
  "not-found",
  "method-not-supported",
  "body-too-large",
  "unsupported-media-type",
  "misdirected-request",
  "rate-limited",
  "gateway-error",
  "gateway-timeout",
  "server-error",
  "client-error",
  /** The preflight was refused, and nothing indicates that credentials were the reason. */
  "preflight-refused",
  /** A 304 lacks the CORS headers of the stored response. */
  "not-modified-without-cors",
  /** The same URL passed earlier. */
  "passed-earlier",
  /** The same path passed with another method. */
  "passed-with-other-method",
  /** The same path passed with, or without, a trailing slash. */
  "passed-with-other-slash",
  /** The preflight response allows the origin, the response to the request does not. */
  "allowed-by-preflight-only",
  /** Responses to requests without preflight allow the origin, the preflight response does not. */
  "allowed-without-preflight-only",
  /** A redirect from https to http, typical of servers behind a proxy that terminates TLS. */
  "redirect-to-http",
  "redirect-to-https",
  /** A redirect to the internal address that the server has behind its proxy. */
  "redirect-to-internal",
  /** A redirect to an error, maintenance or consent page, or to the start page. */
  "redirected-to-page",
  "redirect-slash",
  "redirect-moved",
  /** A permanent redirect to the same path of another host. */
  "redirect-host",
  /** The redirects reached a URL for the second time; if allowed, they would never end. */
  "redirect-loop",
  /** The response varies by Origin and does not allow this origin: the server's list lacks the origin. */
  "origin-not-listed",
  /** No response of the host carried a CORS header. */
  "host-without-cors",
  /** A third-party host that pages cannot call. */
  "third-party-without-cors",
  /** The page's code sets a CORS response header on its request. */
  "response-header-in-request",
  /** A Content-Type on a request without a body. */
  "content-type-without-body",
  "beacon-with-credentials",
  "library-sends-credentials",
  /** A library adds these headers to the request, not the page's own code. */
  "library-adds-headers",
  /** The list in Access-Control-Allow-Headers is a platform's default list. */
  "platform-default-headers",
  "track-without-crossorigin",
  /** A worker script of another origin, which no header can allow. */
  "worker-cross-origin",
  /** The service worker's own request to the URL failed. */
  "service-worker-request",
  /** The WebSocket handshake was refused; CORS does not apply to handshakes. */
  "websocket-refused",
  "cookie-not-sent",
  "cookie-refused",
  /** The browser ignored a session cookie because the request was sent without credentials. */
  "cookie-ignored",
  /** An HTML page was sent where data was requested. */
  "html-instead-of-data",
  "headers-not-exposed",
  "no-cors-strips-header",
] as const;

export type BehindCode = (typeof BEHIND_CODES)[number];
export type DiagnosisCode = BehindCode | FindingCode;

/** The value received and the value expected in its place; null where there is none. */
export interface DiagnosisEvidence {
  /** A header, ":status", or another fact that was compared. */
  readonly what: string;
  readonly got: string | null;
  readonly wanted: string | null;
}

/** One cause behind a verdict. */
export interface DiagnosisFinding {
  readonly code: DiagnosisCode;
  readonly side: Side;
  readonly certainty: Certainty;
  readonly stage: Stage;
  /** Index into the exchange's hops. */
  readonly hop: number;
  /** A value for the text: a status, a header, or an id of our tables. */
  readonly parameter: string | null;
  readonly evidence: readonly DiagnosisEvidence[];
  /** Ids of the exchanges that this exchange was compared with. */
  readonly exchanges: readonly string[];
}

/** The causes behind a verdict, deepest first; empty where there is nothing to report. */
export type Diagnosis = readonly DiagnosisFinding[];
