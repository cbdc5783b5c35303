/** The pages that call: the first two are allowed, the last two are not. */
export type PageName = "app" | "two" | "evil" | "null";

/** Their origins. Browsers have caches apart for each site: both that are allowed are of one. */
export const ORIGINS: Readonly<Record<PageName, string>> = {
  app: "http://app.test",
  two: "http://two.app.test",
  evil: "http://evil.test",
  null: "null",
};

/** What the server speaks: HTTP/2 by TLS alone, as in browsers. */
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

/** A response as it came over the wire. */
export interface WireResponse {
  readonly isPreflight: boolean;
  /** The `Origin` with which it was requested. */
  readonly origin: string | null;
  readonly credentials: boolean;
  readonly status: number;
  readonly lines: readonly (readonly [name: string, value: string])[];
  /** Whether it is a stored response to an earlier request. */
  readonly fromCache?: boolean;
}

/** What the page saw of a call, and what was on the wire. */
export interface Result {
  readonly readable: boolean;
  /** 0 where it was not readable. */
  readonly status: number;
  readonly body: string;
  readonly total: string | null;
  readonly preflights: number;
  /** Whether the request itself, not only its preflight, reached the server. */
  readonly sent: boolean;
  /** Why it was not readable, as far as the caller knows. */
  readonly why: string;
  /** Empty where a browser called. */
  readonly responses: readonly WireResponse[];
}

/** Who makes the calls: a browser, or what does as a browser would on a bare socket. */
export interface Caller {
  call(call: Call): Promise<Result>;
  /** As an `<img>` without crossorigin does, by way of the same cache. */
  image(path: string): Promise<void>;
}
