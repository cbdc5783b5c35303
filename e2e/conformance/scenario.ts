import type { AddressSpace, CacheMode } from "../lab/call.ts";

/** A page of the lab that calls are made from; places.ts says what each is like. */
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

/** Pages that say in various ways, or seem to say, what may be embedded in them. */
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

/** Where a scenario's call is made. */
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
/** An integrity hash that the content has, or one that it has not. */
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

/** What is requested, but for its URL. */
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
  /** Where the page says that the server is. */
  readonly targetAddressSpace?: AddressSpace;
  /**
   * Given up before it is made, as soon as it is, when a server has it (with AbortError as the
   * reason or another one), or when the response's head is there.
   */
  readonly abort?: "before" | "at-once" | "when-sent" | "for-a-reason" | "at-the-body";
  /** What makes it none that a browser could make: then it throws. */
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
  /** Whether user and password are part of the URL, or given to open(). */
  readonly userinfo?: "url" | "open";
}

export interface ElementPlan {
  readonly api: ElementKind;
  readonly crossOrigin?: CrossOrigin;
  /** Of scripts and styles. */
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

/** A host name under which one of the lab's servers is requested. */
export type HostName =
  | "own"
  /** That of the page, also where a frame in it makes the request. */
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

/** Those that are requested over TLS. */
export type SecureHostName =
  | "https://api-a.test"
  | "https://api-b.test"
  | "https://api.app.test"
  | "https://home.test";

/**
 * How a server responds. Header values are templates: `{origin}`, `{method}` and `{headers}` stand
 * for what the request itself says, `{next}` for the URL of the next hop, `{top}` for the origin of
 * the page (see expand-template.ts).
 */
export type ResponsePlan =
  | "reset"
  | "close"
  | {
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly broken?: Broken;
    };

/** What may be wrong with a response as HTTP; break-response.ts says what each looks like. */
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

/** One URL of the chain, and what the server sends there. */
export interface HopPlan {
  readonly host: HostName;
  readonly preflight: ResponsePlan;
  readonly response: ResponsePlan;
}

/** A call that comes before a scenario's own. */
export interface Earlier {
  readonly request: RequestPlan;
  /** Made by the same document, or by a frame of another origin within its site. */
  readonly from: "here" | "neighbour";
  /** How many milliseconds before: so that what was remembered of it may have expired. */
  readonly before?: number;
  /** Made just before the other, which does not wait for it. */
  readonly atOnce?: true;
}

/** One generated scenario. Plain JSON; the same seed makes the same. */
export interface Scenario {
  readonly seed: number;
  readonly caller: Caller;
  readonly request: RequestPlan;
  readonly hops: readonly HopPlan[];
  /** How long its URL is, where that is more than the probe sends of one. */
  readonly urlLength?: number;
  /** Requests the same twice, one after the other: for the caches. */
  readonly twice: boolean;
  /** What is requested from the same URLs before. */
  readonly earlier?: Earlier;
}
