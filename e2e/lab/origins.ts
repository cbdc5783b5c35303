import type { RequestHead } from "./request-head.ts";

/**
 * "outside" and "home" are a page and an API more, for browsers that are started so as to take
 * them for servers on the internet and in the local network.
 */
export type OriginName = "page" | "apiA" | "apiB" | "cdn" | "outside" | "home";

/** A request that reached one of the lab's servers. */
export interface LabRequest extends RequestHead {
  readonly server: OriginName;
}

/** The origins by name, as cases and pages know them. Plain JSON. */
export interface LabOrigins {
  /** Where the demo page lives: http://localhost:PORT. */
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
  /** Closes every connection once it has read a request, without a word. */
  readonly empty: string;
}
