/** Everything that a page can do to make a request. Plain JSON, so that it can be sent into any page. */
export type Call =
  | FetchCall
  | XhrCall
  | ElementCall
  | FrameCall
  | StyleImageCall
  | BeaconCall
  | { readonly kind: "font"; readonly url: string }
  | { readonly kind: "event-source"; readonly url: string; readonly withCredentials?: boolean }
  | { readonly kind: "websocket"; readonly url: string }
  /** Made by a frame: sandboxed, below a service worker, with extra headers, or with another host name. */
  | {
      readonly kind: "in-frame";
      readonly sandbox?: true;
      /** Its service worker responds to `/by-worker`, and fails `/failed-by-worker`. */
      readonly served?: true;
      readonly headers?: Readonly<Record<string, string>>;
      /** The host name for requesting it from the page's server; by default the page's. */
      readonly host?: string;
      readonly call: Call;
    }
  | { readonly kind: "in-worker"; readonly call: Call }
  /** One after the other; the result has the last call's and the earlier ones'. */
  | {
      readonly kind: "in-turn";
      readonly calls: readonly Call[];
      /** The wait between them in milliseconds; default none. */
      readonly apart?: number;
      /** None of them waits for the others. */
      readonly atOnce?: true;
    };

export type CacheMode =
  | "default"
  | "no-store"
  | "reload"
  | "no-cache"
  | "force-cache"
  | "only-if-cached";

/** https://wicg.github.io/local-network-access/#enumdef-targetaddressspace */
export type AddressSpace = "public" | "local" | "loopback";

export interface FetchCall {
  readonly kind: "fetch";
  readonly url: string;
  readonly init?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly mode?: "cors" | "no-cors" | "same-origin";
    readonly credentials?: "omit" | "same-origin" | "include";
    readonly redirect?: "follow" | "error" | "manual";
    readonly cache?: CacheMode;
    readonly integrity?: string;
    readonly keepalive?: boolean;
    readonly targetAddressSpace?: AddressSpace;
  };
  /** Sends the body as a stream of unknown length. */
  readonly streamed?: true;
  /** Reads this response header and reports its value. */
  readonly read?: string;
  /**
   * Aborts when the server has the request (true, or with a text as the reason), before the call, right
   * after it, or when the response's head has arrived.
   */
  readonly abort?: true | "before" | "at-once" | "for-a-reason" | "at-the-body";
}

export interface XhrCall {
  readonly kind: "xhr";
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly withCredentials?: boolean;
  /** Listens to the upload's progress, which requires a preflight. */
  readonly watchUpload?: boolean;
  readonly synchronous?: boolean;
  /** In milliseconds. */
  readonly timeout?: number;
  /** Aborts as soon as the server has the request, or at once. */
  readonly abort?: true | "before";
  /** Passed to open() beside the URL. */
  readonly user?: string;
  readonly password?: string;
}

export interface BeaconCall {
  readonly kind: "beacon";
  readonly url: string;
  /** Sends a blob of this type instead of text. */
  readonly type?: string;
}

/** An image that a style requests. */
export interface StyleImageCall {
  readonly kind: "style-image";
  readonly url: string;
  readonly property: "background-image" | "mask-image" | "shape-outside";
}

/** A document shown in a frame. It reports itself, if its script may run. */
export interface FrameCall {
  readonly kind: "frame";
  readonly url: string;
  /** Gives its document an opaque origin. */
  readonly sandbox?: true;
  /** https://wicg.github.io/anonymous-iframe/ */
  readonly credentialless?: true;
}

export interface ElementCall {
  readonly kind:
    | "image"
    | "script"
    | "module"
    | "style"
    | "video"
    | "audio"
    | "track"
    | "manifest"
    | "preload"
    | "modulepreload";
  readonly url: string;
  readonly crossOrigin?: "anonymous" | "use-credentials";
  readonly integrity?: string;
  /** The destination of a preload. */
  readonly as?: "script" | "style" | "font" | "image" | "fetch" | "track";
}

/** The page's result: a readable response, an opaque one, or none. */
export interface Seen {
  readonly outcome: "allowed" | "opaque" | "rejected";
  /** A status, a header's value, or the error's text. */
  readonly detail: string;
  /** The names of the headers that a script can read, for fetch and XMLHttpRequest. */
  readonly headers?: readonly string[];
  /** Whether a response arrived and its body failed. */
  readonly atBody?: true;
  /** The status in the page's own timeline for an element's resource; 0 for none. */
  readonly timedStatus?: number;
  /** The results of the earlier calls, if several were made in turn. */
  readonly earlier?: readonly Seen[];
}
