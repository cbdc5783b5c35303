import type { RequestHead } from "./request-head.ts";

/**
 * "outside" and "home" are another page and another API. Some tests start browsers that treat them as
 * servers on the internet and in the local network.
 */
export type OriginName = "page" | "apiA" | "apiB" | "cdn" | "outside" | "home";

/** A request that reached one of the lab's servers. */
export interface LabRequest extends RequestHead {
  readonly server: OriginName;
}

/** The origins by name, for cases and pages. Plain JSON. */
export interface LabOrigins {
  /** The demo page's origin: http://localhost:PORT. */
  readonly page: string;
  /** The same server as http://127.0.0.1:PORT. */
  readonly pageByAddress: string;
  readonly apiA: string;
  readonly apiB: string;
  readonly cdn: string;
  /** Nothing listens here. */
  readonly refused: string;
  /** Resets every connection once it has read a request. */
  readonly reset: string;
  /** Closes every connection after reading a request, without a response. */
  readonly empty: string;
}
