import type { FindingCode } from "../verdict/codes.ts";
import type { Certainty, Stage } from "../verdict/verdict.ts";

/** Whose move it is. */
export type Side = "server" | "proxy" | "page" | "browser" | "network" | "third-party";

/** Causes behind a verdict that have their own name; the others have the verdict's own code. */
export const BEHIND_CODES = [
  /** A bare `*` stands beside the right value: an extension or a proxy adds it. */
  "wildcard-beside-own-origin",
  /** Two layers each send Access-Control-Allow-Origin. */
  "allow-origin-sent-twice",
  /** One value of Access-Control-Allow-Origin lists several origins. */
  "allow-origin-list",
  /** The server redirected to a page for signing in. */
  "redirected-to-sign-in",
  /** A cache on the way responded with the value of another origin. */
  "shared-cache-other-origin",
  /** A cache on the way responded with one that was stored without CORS headers. */
  "shared-cache-without-cors",
  /** A firewall sent a challenge for a person to solve. */
  "bot-challenge",
  /** A hosting platform responded for an address at which nothing is deployed. */
  "nothing-deployed",
  /** The header that is missing is there under a misspelt name. */
  "header-misspelt",
  /** A list has the name that the request needs, but for a slip in one of the two. */
  "member-misspelt",
  /** A bucket behind a CDN that may not pass `Origin` on. */
  "bucket-behind-cdn",
  /** A server for local use that has one switch for CORS. */
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
  /** The preflight was refused, and nothing says that it was for want of credentials. */
  "preflight-refused",
  /** A 304 without the CORS headers that the stored response had. */
  "not-modified-without-cors",
  /** The same URL passed before. */
  "passed-earlier",
  /** The same path passed with another method. */
  "passed-with-other-method",
  /** The same path passed with, or without, a slash at its end. */
  "passed-with-other-slash",
  /** The preflight response allowed the origin, the response to the request does not. */
  "allowed-by-preflight-only",
  /** Responses to requests without preflight allow the origin, the preflight response does not. */
  "allowed-without-preflight-only",
  /** A redirect from https to http, as servers make behind a proxy that ends TLS. */
  "redirect-to-http",
  "redirect-to-https",
  /** A redirect to the address that the server has behind its proxy. */
  "redirect-to-internal",
  /** A redirect to a page of an error, of maintenance or for consent, or to the start page. */
  "redirected-to-page",
  "redirect-slash",
  "redirect-moved",
  /** A redirect for good to the same path of another host. */
  "redirect-host",
  /** The redirects came to a URL a second time: allowed, they would have no end. */
  "redirect-loop",
  /** The response varies by Origin and leaves this one out: it is on no list. */
  "origin-not-listed",
  /** No response of the host carried a CORS header. */
  "host-without-cors",
  /** A foreign host that no page may call. */
  "third-party-without-cors",
  /** The page's code sets a CORS header of responses on its request. */
  "response-header-in-request",
  /** A Content-Type on a request without a body. */
  "content-type-without-body",
  "beacon-with-credentials",
  "library-sends-credentials",
  /** Headers that a library adds to the request, not the page's own code. */
  "library-adds-headers",
  /** The list in Access-Control-Allow-Headers is one that a platform sends by itself. */
  "platform-default-headers",
  "track-without-crossorigin",
  /** A worker's script of another origin: no header allows that. */
  "worker-cross-origin",
  /** The handshake of a WebSocket was refused, which is no matter of CORS. */
  "websocket-refused",
  "cookie-not-sent",
  "cookie-refused",
  /** A session cookie that the browser ignores, as the request had no credentials. */
  "cookie-ignored",
  /** An HTML page where data was requested. */
  "html-instead-of-data",
  "headers-not-exposed",
  "no-cors-strips-header",
] as const;

export type BehindCode = (typeof BEHIND_CODES)[number];
export type DiagnosisCode = BehindCode | FindingCode;

/** What was seen and what was expected in its place; null where there is nothing. */
export interface DiagnosisEvidence {
  /** A header, ":status", or what else was compared. */
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
  /** A status, a header, an id of our tables: what the words depend on. */
  readonly parameter: string | null;
  readonly evidence: readonly DiagnosisEvidence[];
  /** Ids of the exchanges that this one was compared with. */
  readonly exchanges: readonly string[];
}

/** The causes behind a verdict, the deepest first; empty where nothing is wrong or worth knowing. */
export type Diagnosis = readonly DiagnosisFinding[];
