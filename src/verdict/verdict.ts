import type { ByteString } from "../http/byte-string.ts";
import type { UnsafeReason } from "../http/safelist.ts";
import type { BlockingCode, CauseCode, CODES, CodeOf, FindingCode, OpaqueCode } from "./codes.ts";
import type { LaneName } from "./lane-name.ts";
import type { RuleId } from "./rules/rule-id.ts";

/** https://fetch.spec.whatwg.org/#concept-request-mode */
export type Mode = "cors" | "no-cors" | "same-origin" | "navigate" | "websocket";
/** https://fetch.spec.whatwg.org/#concept-request-credentials-mode */
export type CredentialsMode = "omit" | "same-origin" | "include";
/** How we know: the browser showed it, other evidence leaves it, or it is the usual default. */
export type Basis = "observed" | "inferred" | "assumed";
/** What each outcome has for a cause. */
export interface CauseOfOutcome {
  readonly allowed: null;
  readonly opaque: Cause<OpaqueCode>;
  readonly blocked: Cause<BlockingCode>;
  readonly failed: Cause<CodeOf<"network">>;
  readonly aborted: Cause<"aborted">;
  readonly pending: null;
  readonly unknown: null;
}
export type Outcome = keyof CauseOfOutcome;
export type Stage = "request" | "preflight" | "redirect" | "response";
export type Certainty = "certain" | "likely" | "ambiguous";

/** What stopped an exchange, and where. */
export interface Cause<Code extends CauseCode = CauseCode> {
  readonly code: Code;
  readonly family: (typeof CODES)[Code];
  readonly stage: Stage;
  /** Index into the exchange's hops; 0 is the first URL. */
  readonly hop: number;
  /** The header, method or value at fault. */
  readonly parameter: ByteString | null;
}

/** A header line that decided: `got` null when it was absent, `wanted` null when it should go. */
export interface Evidence {
  readonly header: string;
  readonly got: ByteString | null;
  readonly wanted: ByteString | null;
}

/** One problem of the exchange, whether or not it is the one that stopped it. */
export interface Finding<Code extends FindingCode = FindingCode> {
  readonly code: Code;
  readonly stage: Stage;
  readonly hop: number;
  readonly parameter: ByteString | null;
  readonly severity: "blocker" | "warning" | "note";
  readonly evidence: readonly Evidence[];
}

/** Why a lane is left open: the messages of `explanation/open-lane.ts` say it in words. */
export type OpenReason =
  /** It would send a preflight where none was sent. */
  | "preflight-unseen"
  /** Its preflight would list other request headers, and the server seems to echo the list. */
  | "headers-unseen"
  /** Its preflight would name another origin, and the server seems to echo the origin. */
  | "origin-unseen"
  /** It would go on where the observed browser stopped. */
  | "response-unseen"
  /** The observed browser was stopped by its own policy. */
  | "own-policy"
  /** The response came from a cache, and its cache may hold another one. */
  | "cache-unseen"
  /** It hangs on how the page made the call, which nobody saw. */
  | "call-unseen";

/** How an exchange ended, and by what. */
export type Judgement<O extends Outcome = Outcome> = {
  readonly [Each in O]: { readonly outcome: Each; readonly cause: CauseOfOutcome[Each] };
}[O];

/** What the standard, or one browser, says of this very exchange. */
export type Lane =
  | (Judgement & {
      /** That browser's own name for the error. */
      readonly name: string | null;
      readonly open: null;
    })
  | (Judgement<"unknown"> & {
      readonly name: null;
      /** What that browser would do whose result nobody saw. */
      readonly open: OpenReason;
    })
  | {
      /** Something stops it in any case. */
      readonly outcome: "blocked";
      /** What stops it hangs on what nobody saw. */
      readonly cause: null;
      readonly name: null;
      readonly open: OpenReason;
    };

/** One change of one response. `set` replaces all lines of that name. */
export interface RemedyChange {
  readonly hop: number;
  readonly stage: "preflight" | "response";
  readonly url: string;
  /** The status to respond with; null = unchanged. */
  readonly status: number | null;
  readonly set: readonly { readonly name: string; readonly value: ByteString }[];
  readonly remove: readonly string[];
}

/** Why a request needs a preflight; "upload": an upload listener or a stream as body. */
export type PreflightReason =
  | { readonly kind: "method"; readonly name: ByteString }
  | { readonly kind: "header"; readonly name: ByteString; readonly unsafe: UnsafeReason }
  | { readonly kind: "upload" };

/** What was found where a step was reached and seen; a failure has the code of the finding that it made. */
type Found<Result extends "passed" | "failed" | "info", Values = unknown> = {
  readonly [Each in Result]: Values & {
    readonly result: Each;
    readonly code: Each extends "failed" ? FindingCode : null;
  };
}[Result];

interface OriginCheck {
  readonly allowOrigin: ByteString | null;
  /** The origin that had to be allowed. */
  readonly origin: string;
}

interface CredentialsCheck {
  readonly allowCredentials: ByteString | null;
}

interface ListCheck {
  /** The header's value; null where there is none. */
  readonly list: ByteString | null;
}

/**
 * The checks of the standard, in the order in which a fetch meets them: what each can come to, and the
 * values that decided.
 */
export interface FoundAt {
  readonly "same-origin": Found<
    "info",
    { readonly sameOrigin: boolean; readonly origin: string; readonly urlOrigin: string }
  >;
  readonly mode: Found<"failed" | "info">;
  readonly scheme: Found<"failed">;
  readonly "preflight-needed": Found<"info", { readonly because: readonly PreflightReason[] }>;
  readonly "preflight-sent":
    | Found<"passed", { readonly method: string; readonly headerNames: readonly string[] }>
    /** An earlier response was still good. */
    | Found<"info">;
  readonly "preflight-no-redirect": Found<
    "passed" | "failed",
    { readonly location: ByteString | null }
  >;
  readonly "preflight-cors-check-origin": Found<"passed" | "failed", OriginCheck>;
  readonly "preflight-cors-check-credentials": Found<"passed" | "failed", CredentialsCheck>;
  readonly "preflight-ok-status": Found<"passed" | "failed", { readonly status: number }>;
  readonly "preflight-methods-parse": Found<"passed" | "failed", ListCheck>;
  readonly "preflight-headers-parse": Found<"passed" | "failed", ListCheck>;
  readonly "preflight-method-allowed": Found<
    "passed" | "failed",
    ListCheck & { readonly method: string }
  >;
  readonly "preflight-headers-allowed": Found<
    "passed" | "failed",
    /** The names that are missing, else all that had to be allowed. */
    ListCheck & { readonly headerNames: readonly string[] }
  >;
  readonly "request-sent": Found<"passed">;
  readonly "cors-check-origin": Found<"passed" | "failed", OriginCheck>;
  readonly "cors-check-credentials": Found<"passed" | "failed", CredentialsCheck>;
  readonly "redirect-location": Found<"passed" | "failed", { readonly location: string }>;
  readonly "redirect-taints-origin": Found<"info">;
  /** "info": the response is opaque. */
  readonly readable: Found<"passed" | "info">;
}

export type StepName = keyof FoundAt;

/** A step of some name, or of any, that was reached and seen. */
export type ReachedStep<Name extends StepName = StepName> = {
  readonly [Each in Name]: StepDetails<Each> & FoundAt[Each];
}[Name];

/** One step of the fetch, for the detail view. */
export type Step = ReachedStep | UnreachedStep<"not-reached"> | UnreachedStep<"unknown">;

interface UnreachedStep<Result> extends StepDetails<StepName> {
  readonly result: Result;
  /** Of a check that was not reached and would have failed as well. */
  readonly code: FindingCode | null;
}

interface StepDetails<Name extends StepName> {
  readonly name: Name;
  readonly hop: number;
  /** The clause of the standard that requires it. */
  readonly clause: string;
}

/** One cause, or none. */
export interface Sure {
  readonly certainty: "certain" | "likely";
  readonly alternatives: readonly [];
}

/** The evidence leaves another reading. */
export interface Ambiguous {
  readonly certainty: "ambiguous";
  /** The other possible causes, likeliest first; none where it may have been no cause as well. */
  readonly alternatives: readonly Cause[];
}

/** How it ended, by what, and how sure that is. */
export type Ruling =
  | (Judgement<"allowed" | "opaque" | "blocked" | "failed" | "aborted"> & (Sure | Ambiguous))
  | (Judgement<"pending"> & Sure & { readonly certainty: "certain" })
  | (Judgement<"unknown"> & Ambiguous);

/** What is said of an exchange: the outcome, what caused it, how sure that is, and what would mend it. */
export type Verdict = Ruling & VerdictDetails;

/** Whether any hop needed a preflight, because of what, and what was seen of it. */
export type PreflightOfAll =
  | {
      readonly needed: true;
      readonly because: readonly PreflightReason[];
      readonly seen: "sent" | "cached" | "none" | "unknown";
    }
  | { readonly needed: false; readonly because: readonly []; readonly seen: "none" }
  | { readonly needed: null; readonly because: readonly []; readonly seen: "unknown" };

/** What a verdict says beside its ruling. */
export interface VerdictDetails {
  /** Whether any hop left the requesting origin, so that CORS was in play at all. */
  readonly crossOrigin: boolean;
  readonly initiatorOrigin: string;
  readonly destination: string;
  readonly mode: { readonly value: Mode; readonly basis: Basis };
  readonly credentials: { readonly value: CredentialsMode; readonly basis: Basis };
  /** The rule that decided. */
  readonly rule: RuleId;
  /** "observed" where the browser, or what the page saw, showed it; "inferred" from the headers. */
  readonly outcomeBasis: Basis;
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly findings: readonly Finding[];
  readonly preflight: PreflightOfAll;
  readonly reachedServer: boolean | null;
  readonly exposedHeaders: readonly ByteString[];
  readonly remedy: readonly RemedyChange[] | null;
  /** The serialised origin with which each hop was requested: the page's, or "null" once tainted. */
  readonly originPerHop: readonly string[];
}
