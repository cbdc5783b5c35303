import type { AddressSpace, CacheMode } from "../lab/call.ts";

/** A page of the lab that makes calls; places.ts describes each. */
export type PageName =
  | "trusted"
  | "untrusted"
  | "secure"
  | "require-corp"
  | "credentialless"
  | "forbidding"
  | "served"
  | "served-secure"
  | "outside"
  | "outside-untrusted"
  | "outside-secure"
  | "outside-granted"
  | EmbedderName;

/** Pages that declare, or seem to declare, in various ways what may be embedded in them. */
export type EmbedderName =
  | "coep-unsafe-none"
  | "coep-report-only"
  | "coep-parameter"
  | "coep-bad-parameter"
  | "coep-string"
  | "coep-upper-case"
  | "coep-twice"
  | "coep-untrusted"
  | "coep-credentialless-parameter";

export type FrameName =
  | "main"
  | "cross-origin"
  | "sandboxed"
  | "srcdoc"
  | "blank"
  | "data"
  | "blob";

/** What the page's service worker does with a request. */
export type Service = "ignores" | "passes" | "makes-up" | "fetches-other" | "errors";

/** The place that makes a scenario's call. */
export interface Caller {
  readonly page: PageName;
  readonly frame: FrameName;
  /** A worker of that document; null for the document itself. */
  readonly worker: "dedicated" | "shared" | "service" | null;
  /** null where no service worker is involved. */
  readonly service: Service | null;
}

export type FetchMode = "cors" | "no-cors" | "same-origin";
export type FetchCredentials = "omit" | "same-origin" | "include";
export type CrossOrigin = "anonymous" | "use-credentials";
/** An integrity hash that matches the content, or one that does not. */
export type Integrity = "right" | "wrong";
export type ElementKind =
  | "image"
  | "script"
  | "module"
  | "style"
  | "audio"
  | "video"
  | "track"
  | "manifest"
  | "modulepreload";

/** A planned request without its URL. */
export type RequestPlan =
  | FetchPlan
  | XhrPlan
  | ElementPlan
  | PreloadPlan
  | BeaconPlan
  | FramePlan
  | { readonly api: "font" }
  | { readonly api: "shape-outside" | "mask-image" | "background-image" }
  | { readonly api: "event-source"; readonly withCredentials: boolean };

export interface FetchPlan {
  readonly api: "fetch";
  readonly method?: string;
  readonly mode?: FetchMode;
  readonly credentials?: FetchCredentials;
  readonly redirect?: "follow" | "error" | "manual";
  readonly cache?: CacheMode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: "none" | "text" | "stream";
  readonly keepalive?: boolean;
  readonly integrity?: Integrity;
  /** The server's address space, as declared by the page. */
  readonly targetAddressSpace?: AddressSpace;
  /**
   * Aborted before the call, right after it, when a server has the request (with AbortError or another
   * reason), or when the response's head has arrived.
   */
  readonly abort?: "before" | "at-once" | "when-sent" | "for-a-reason" | "at-the-body";
  /** An invalid part, for which the call throws. */
  readonly invalid?: "header-value" | "header-name" | "method" | "url";
}

export interface XhrPlan {
  readonly api: "xhr";
  readonly method?: string;
  readonly withCredentials: boolean;
  readonly watchUpload: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: "none" | "text";
  readonly synchronous?: boolean;
  readonly abort?: "before" | "when-sent" | "timeout";
  /** Whether user and password are in the URL, or passed to open(). */
  readonly userinfo?: "url" | "open";
}

export interface ElementPlan {
  readonly api: ElementKind;
  readonly crossOrigin?: CrossOrigin;
  /** For scripts and styles. */
  readonly integrity?: Integrity;
}

export interface PreloadPlan {
  readonly api: "preload";
  readonly as: "script" | "style" | "font" | "image" | "fetch" | "track";
  readonly crossOrigin?: CrossOrigin;
  readonly integrity?: Integrity;
}

export interface BeaconPlan {
  readonly api: "beacon";
  /** Sends a blob of this type instead of text. */
  readonly type?: string;
}

/** A document in a frame. */
export interface FramePlan {
  readonly api: "frame";
  readonly sandbox?: true;
  readonly credentialless?: true;
}

/** A host name of one of the lab's servers. */
export type HostName =
  | "own"
  /** The page's host, also for requests of frames in it. */
  | "top"
  | "localhost"
  | "127.0.0.1"
  | "api-a.localhost"
  | "api-b.localhost"
  | "api-a.test"
  | "api-b.test"
  | "api.app.test"
  | "outside.localhost"
  | "home.localhost"
  | "home.test"
  | SecureHostName;

/** The hosts that are requested over TLS. */
export type SecureHostName =
  | "https://api-a.test"
  | "https://api-b.test"
  | "https://api.app.test"
  | "https://home.test";

/**
 * A server's response. Header values are templates: `{origin}`, `{method}` and `{headers}` are the
 * request's own values, `{next}` is the URL of the next hop, `{top}` the origin of the page (see
 * expand-template.ts).
 */
export type ResponsePlan =
  | "reset"
  | "close"
  | {
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly broken?: Broken;
    };

/** The faults of a response as HTTP; break-response.ts describes each. */
export type Broken =
  | "garbage"
  | "bare-text"
  | "other-protocol"
  | "half-status-line"
  | "half-head"
  | "half-allow-origin"
  | "nul-in-head"
  | "line-without-colon"
  | "space-before-colon"
  | "folded-lines"
  | "long-head"
  | "two-lengths"
  | "two-locations"
  | "after-early-hints"
  | "half-body"
  | "bad-chunk"
  | "half-chunk"
  | "not-compressed";

/** One URL of the chain, and the responses of its server. */
export interface HopPlan {
  readonly host: HostName;
  readonly preflight: ResponsePlan;
  readonly response: ResponsePlan;
}

/** A call that precedes a scenario's own. */
export interface Earlier {
  readonly request: RequestPlan;
  /** Made by the same document, or by a cross-origin frame of its site. */
  readonly from: "here" | "neighbour";
  /** How many milliseconds before the own call: stored results may then have expired. */
  readonly before?: number;
  /** Made just before the own call, which does not wait for it. */
  readonly atOnce?: true;
}

/** One generated scenario. Plain JSON; the same seed generates the same scenario. */
export interface Scenario {
  readonly seed: number;
  readonly caller: Caller;
  readonly request: RequestPlan;
  readonly hops: readonly HopPlan[];
  /** The length of its URL, if it exceeds what the probe sends. */
  readonly urlLength?: number;
  /** Makes the same call twice, one after the other: for the caches. */
  readonly twice: boolean;
  /** An earlier call to the same URLs. */
  readonly earlier?: Earlier;
}
