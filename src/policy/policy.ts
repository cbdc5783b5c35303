import type { SerializedOrigin } from "../http/origin.ts";

/**
 * What a server must allow so that the recorded requests pass: one set of values from which a
 * configuration is filled. Plain JSON; it grants what was recorded and no more.
 */
export interface Policy {
  /** The origins to echo, each when it requests; "*" only where that gives nothing away. */
  readonly origins: readonly SerializedOrigin[] | "*";
  /** As the pages send them; `patch` is not `PATCH`. */
  readonly methods: readonly string[];
  /** Request headers that a preflight must allow, lower-case and sorted. */
  readonly requestHeaders: readonly string[];
  readonly credentials: boolean;
  /** Response headers that scripts read, lower-case and sorted. */
  readonly exposedHeaders: readonly string[];
  /** Seconds for which browsers may keep a preflight response; null where no preflight is needed. */
  readonly maxAge: number | null;
  /** Whether every response, whoever requests it, must say `Vary: Origin`. */
  readonly varyOrigin: boolean;
  /** The error statuses that were recorded: these responses need the headers too. */
  readonly errorStatuses: readonly number[];
  /** Whether some request needs a preflight, to which the server must respond before it authenticates. */
  readonly preflight: boolean;
}

/** The policy of some paths of a server; null for all paths that no other part names. */
export interface PolicyPart {
  readonly paths: readonly string[] | null;
  readonly policy: Policy;
}

/** What a policy of response headers cannot give. */
export interface Unmet {
  /**
   * "opaque-with-credentials": `null` must not be allowed, and `*` allows no credentials;
   * "opaque-beside-credentials": others send credentials to the path, for which `*` does not do;
   * "redirected-preflight": the redirect has to go, whatever the headers are.
   */
  readonly reason: "opaque-with-credentials" | "opaque-beside-credentials" | "redirected-preflight";
  readonly exchange: string;
  readonly url: string;
}

/** The policy of one server, in as few parts as possible without allowing an origin more than it used. */
export interface ServerPolicy {
  readonly server: SerializedOrigin;
  /** The first part is the largest; at least one. */
  readonly parts: readonly PolicyPart[];
  readonly unmet: readonly Unmet[];
  /** What the recording leaves open, and how the policy decides it. */
  readonly open: readonly OpenQuestion[];
}

/** What of a request a server need not allow, as its page is changed. */
export interface LeftOut {
  /** The request is not made any more, or elsewhere. */
  readonly all: boolean;
  /** Request headers, lower-case. */
  readonly headers: readonly string[];
  readonly credentials: boolean;
  /** The letters of the method that are not in upper case. */
  readonly methodCase: boolean;
}

export const NOTHING_LEFT_OUT: LeftOut = {
  all: false,
  headers: [],
  credentials: false,
  methodCase: false,
};
export const ALL_LEFT_OUT: LeftOut = { ...NOTHING_LEFT_OUT, all: true };

/** "credentials": no evidence of them in some request, so they are not allowed for its sake. */
export type OpenQuestion = "credentials";

/** For which preflights' sake nothing recorded says how long they may be kept: ten minutes. */
export const DEFAULT_MAX_AGE = 600;
