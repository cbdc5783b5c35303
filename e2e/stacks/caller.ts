/** The calling pages: the first two are allowed, the last two are not. */
export type PageName = "app" | "two" | "evil" | "null";

/** Their origins. Browsers separate caches by site: the two allowed origins are same-site. */
export const ORIGINS: Readonly<Record<PageName, string>> = {
  app: "http://app.test",
  two: "http://two.app.test",
  evil: "http://evil.test",
  null: "null",
};

/** The server's protocol: HTTP/2 only over TLS, as in browsers. */
export type Protocol = "http1" | "http2";

/** One call of a page to the server. */
export interface Call {
  readonly page: PageName;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly credentials?: boolean;
}

/** A response as received over the wire. */
export interface WireResponse {
  readonly isPreflight: boolean;
  /** The `Origin` of its request. */
  readonly origin: string | null;
  readonly credentials: boolean;
  readonly status: number;
  readonly lines: readonly (readonly [name: string, value: string])[];
  /** Whether it is a stored response to an earlier request. */
  readonly fromCache?: boolean;
}

/** The page's result of a call, and the traffic on the wire. */
export interface Result {
  readonly readable: boolean;
  /** 0 if it was not readable. */
  readonly status: number;
  readonly body: string;
  readonly total: string | null;
  readonly preflights: number;
  /** Whether the request itself, not only its preflight, reached the server. */
  readonly sent: boolean;
  /** Why it was not readable, if the caller knows. */
  readonly why: string;
  /** Empty for calls by a browser. */
  readonly responses: readonly WireResponse[];
}

/** Makes the calls: a browser, or a simulated one on a bare socket. */
export interface Caller {
  call(call: Call): Promise<Result>;
  /** Requests like an `<img>` without crossorigin, with the same cache. */
  image(path: string): Promise<void>;
}
