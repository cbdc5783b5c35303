import type { SerializedOrigin } from "../http/origin.ts";

/**
 * The values that a server must allow so that the recorded requests pass. A configuration is filled from
 * them. Plain JSON; allows what was recorded and no more.
 */
export interface Policy {
  /** The allowed origins, each echoed in responses to its requests; "*" only where that is safe. */
  readonly origins: readonly SerializedOrigin[] | "*";
  /** Spelled as the pages send them; `patch` is not `PATCH`. */
  readonly methods: readonly string[];
  /** Request headers that a preflight must allow, lower-case and sorted. */
  readonly requestHeaders: readonly string[];
  readonly credentials: boolean;
  /** Response headers that scripts read, lower-case and sorted. */
  readonly exposedHeaders: readonly string[];
  /** Seconds for which browsers may cache a preflight result; null where no preflight is needed. */
  readonly maxAge: number | null;
  /** Whether every response must have `Vary: Origin`, also those to requests without `Origin`. */
  readonly varyOrigin: boolean;
  /** The error statuses that were recorded; these responses need the headers too. */
  readonly errorStatuses: readonly number[];
  /** Whether any request needs a preflight, to which the server must respond before authentication. */
  readonly preflight: boolean;
}

/** The policy of some paths of a server; null paths mean all those that no other part names. */
export interface PolicyPart {
  readonly paths: readonly string[] | null;
  readonly policy: Policy;
}

/** A problem that response headers cannot solve. */
export interface Unmet {
  /**
   * "opaque-with-credentials": `null` must not be allowed, and `*` does not allow credentials;
   * "opaque-beside-credentials": other requests to the path have credentials, for which `*` is not valid;
   * "redirected-preflight": the redirect must be removed, whatever the headers are.
   */
  readonly reason: "opaque-with-credentials" | "opaque-beside-credentials" | "redirected-preflight";
  readonly exchange: string;
  readonly url: string;
}

/** The policy of one server, in as few parts as possible without allowing an origin more than it used. */
export interface ServerPolicy {
  readonly server: SerializedOrigin;
  /** At least one part; the largest is first. */
  readonly parts: readonly PolicyPart[];
  readonly unmet: readonly Unmet[];
  /** Questions that the recording does not settle; the policy does not allow what they are about. */
  readonly open: readonly OpenQuestion[];
}

/** The parts of a request that a server need not allow, because the page has to change them. */
export interface LeftOut {
  /** The page should not send the request at all, or not to this URL. */
  readonly all: boolean;
  /** Request headers, lower-case. */
  readonly headers: readonly string[];
  readonly credentials: boolean;
  /** Whether the page should send the method in upper case. */
  readonly methodCase: boolean;
}

export const NOTHING_LEFT_OUT: LeftOut = {
  all: false,
  headers: [],
  credentials: false,
  methodCase: false,
};
export const ALL_LEFT_OUT: LeftOut = { ...NOTHING_LEFT_OUT, all: true };

/** "credentials": nothing shows whether a request has them, so they are not allowed for that request. */
export type OpenQuestion = "credentials";

/** Ten minutes: the max-age for preflights where the recording shows none. */
export const DEFAULT_MAX_AGE = 600;
