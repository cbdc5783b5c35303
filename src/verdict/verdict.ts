import type { ByteString } from "../http/byte-string.ts";
import type { UnsafeReason } from "../http/safelist.ts";
import type { BlockingCode, CauseCode, CODES, CodeOf, FindingCode, OpaqueCode } from "./codes.ts";
import type { LaneName } from "./lane-name.ts";
import type { RuleId } from "./rules/rule-id.ts";

/** https://fetch.spec.whatwg.org/#concept-request-mode */
export type Mode = "cors" | "no-cors" | "same-origin" | "navigate" | "websocket";
/** https://fetch.spec.whatwg.org/#concept-request-credentials-mode */
export type CredentialsMode = "omit" | "same-origin" | "include";
/** How we know a value: the browser showed it, other evidence implies it, or it is the usual default. */
export type Basis = "observed" | "inferred" | "assumed";
/** The possible causes of each outcome. */
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

/** The reason why an exchange was stopped, and where. */
export interface Cause<Code extends CauseCode = CauseCode> {
  readonly code: Code;
  readonly family: (typeof CODES)[Code];
  readonly stage: Stage;
  /** Index into the exchange's hops; 0 is the first URL. */
  readonly hop: number;
  /** The header, method or value at fault. */
  readonly parameter: ByteString | null;
}

/** A deciding header line: `got` is null where it was absent, `wanted` is null where it should be removed. */
export interface Evidence {
  readonly header: string;
  readonly got: ByteString | null;
  readonly wanted: ByteString | null;
}

/** One problem of the exchange, whether or not it stopped the exchange. */
export interface Finding<Code extends FindingCode = FindingCode> {
  readonly code: Code;
  readonly stage: Stage;
  readonly hop: number;
  readonly parameter: ByteString | null;
  readonly severity: "blocker" | "warning" | "note";
  readonly evidence: readonly Evidence[];
}

/** Why a lane is open. `explanation/open-lane.ts` has the message for each reason. */
export type OpenReason =
  /** The lane's browser would send a preflight where none was sent. */
  | "preflight-unseen"
  /** The lane browser's preflight would list other headers, and the server seems to echo the list. */
  | "headers-unseen"
  /** The lane browser's preflight would name another origin, and the server seems to echo the origin. */
  | "origin-unseen"
  /** The lane's browser would continue where the recording browser stopped. */
  | "response-unseen"
  /** The recording browser stopped the exchange by its own policy. */
  | "own-policy"
  /** The response came from a cache, and the lane's cache may hold another one. */
  | "cache-unseen"
  /** The result depends on how the page made the call, which was not recorded. */
  | "call-unseen"
  /** The service worker's own request, on which the page's depends, may end differently in the lane. */
  | "worker-request";

/** The outcome of an exchange with its cause. */
export type Judgement<O extends Outcome = Outcome> = {
  readonly [Each in O]: { readonly outcome: Each; readonly cause: CauseOfOutcome[Each] };
}[O];

/** The result of the standard, or of one browser, for this exchange. */
export type Lane =
  | (Judgement & {
      /** The browser's own name for the error. */
      readonly name: string | null;
      readonly open: null;
    })
  | (Judgement<"unknown"> & {
      readonly name: null;
      /** The unrecorded data on which the outcome depends. */
      readonly open: OpenReason;
    })
  | {
      /** The exchange is blocked in any case. */
      readonly outcome: "blocked";
      /** The cause depends on data that was not recorded. */
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

/** The result of a step that was reached and recorded; a failure has the code of its finding. */
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
 * The checks of the standard in the order of a fetch, with their possible results and deciding values.
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
    /** An earlier preflight's response was still cached. */
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
    /** The names that are not allowed, or all requested names where none is missing. */
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

/** A step, optionally of one name, that was reached and recorded. */
export type ReachedStep<Name extends StepName = StepName> = {
  readonly [Each in Name]: StepDetails<Each> & FoundAt[Each];
}[Name];

/** One step of the fetch, for the detail view. */
export type Step = ReachedStep | UnreachedStep<"not-reached"> | UnreachedStep<"unknown">;

interface UnreachedStep<Result> extends StepDetails<StepName> {
  readonly result: Result;
  /** The code of a check that was not reached and would have failed too. */
  readonly code: FindingCode | null;
}

interface StepDetails<Name extends StepName> {
  readonly name: Name;
  readonly hop: number;
  /** The clause of the standard that requires it. */
  readonly clause: string;
}

/** The evidence allows only one cause, or none. */
export interface Sure {
  readonly certainty: "certain" | "likely";
  readonly alternatives: readonly [];
}

/** The evidence allows several causes, or a cause and none. */
export interface Ambiguous {
  readonly certainty: "ambiguous";
  /** The other possible causes, likeliest first; empty where the alternative is to have no cause. */
  readonly alternatives: readonly Cause[];
}

/** The outcome with its cause and certainty. */
export type Ruling =
  | (Judgement<"allowed" | "opaque" | "blocked" | "failed" | "aborted"> & (Sure | Ambiguous))
  | (Judgement<"pending"> & Sure & { readonly certainty: "certain" })
  | (Judgement<"unknown"> & Ambiguous);

/** The verdict on an exchange: the outcome, its cause, the certainty, and the remedy. */
export type Verdict = Ruling & VerdictDetails;

/** Whether any hop needed a preflight, the reasons, and what was recorded of the preflight. */
export type PreflightOfAll =
  | {
      readonly needed: true;
      readonly because: readonly PreflightReason[];
      readonly seen: "sent" | "cached" | "none" | "unknown";
    }
  | { readonly needed: false; readonly because: readonly []; readonly seen: "none" }
  | { readonly needed: null; readonly because: readonly []; readonly seen: "unknown" };

/** The data of a verdict beside its ruling. */
export interface VerdictDetails {
  /** Whether any hop left the requesting origin, so that CORS applies. */
  readonly crossOrigin: boolean;
  readonly initiatorOrigin: string;
  readonly destination: string;
  readonly mode: { readonly value: Mode; readonly basis: Basis };
  readonly credentials: { readonly value: CredentialsMode; readonly basis: Basis };
  /** The rule that decided. */
  readonly rule: RuleId;
  /** "observed" where the browser or the page showed the outcome; "inferred" from the headers. */
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
