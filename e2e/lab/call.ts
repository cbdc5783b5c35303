/** What a page can do to make a request. Plain JSON, so that it can cross into any page. */
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
  /**
   * Made by a frame: sandboxed, below a service worker, sent with more headers, or of another host
   * name.
   */
  | {
      readonly kind: "in-frame";
      readonly sandbox?: true;
      /** Its service worker responds to `/by-worker`, and fails `/failed-by-worker`. */
      readonly served?: true;
      readonly headers?: Readonly<Record<string, string>>;
      /**
       * The host name under which it is requested from the page's server; the page's when left out.
       */
      readonly host?: string;
      readonly call: Call;
    }
  | { readonly kind: "in-worker"; readonly call: Call }
  /** One after the other; what the page saw is what it saw of the last, and of those before. */
  | {
      readonly kind: "in-turn";
      readonly calls: readonly Call[];
      /** How many milliseconds lie between them; none when left out. */
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
  /** Sends the body as a stream, of whose length nothing is known. */
  readonly streamed?: true;
  /** Reads this response header and tells its value. */
  readonly read?: string;
  /**
   * Aborts as soon as the server has the request (true, or with a text for a reason), before it is
   * made, as soon as it is, or as soon as the head of the response is there.
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
  /** Listens to the upload's progress, which makes the browser send a preflight. */
  readonly watchUpload?: boolean;
  readonly synchronous?: boolean;
  /** In milliseconds. */
  readonly timeout?: number;
  /** Aborts as soon as the server has the request, or at once. */
  readonly abort?: true | "before";
  /** Given to open() beside the URL. */
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

/** A document shown in a frame: it says by itself that it is there, if its script may run. */
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
  /** What a preload is to be used as. */
  readonly as?: "script" | "style" | "font" | "image" | "fetch" | "track";
}

/** What the page learned: it can read the response, it has one that it cannot read, or nothing. */
export interface Seen {
  readonly outcome: "allowed" | "opaque" | "rejected";
  /** A status, a header's value, or the error's text. */
  readonly detail: string;
  /** The names of the headers that a script can read of a response to fetch or XMLHttpRequest. */
  readonly headers?: readonly string[];
  /** Whether there was a response, and its body failed. */
  readonly atBody?: true;
  /** The status that the page's own timeline shows of what an element loaded; 0 for none. */
  readonly timedStatus?: number;
  /** What it saw of the calls before it, where several were made in turn. */
  readonly earlier?: readonly Seen[];
}
