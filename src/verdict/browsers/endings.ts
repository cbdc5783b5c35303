import type { Exchange } from "../../exchange/exchange.ts";
import type { Mode } from "../verdict.ts";

/** Facts that a browser's endings show beyond the names of its errors. */
export interface Endings {
  /** The exchange as the page sees it, where that differs from the request's ending. */
  asShown(exchange: Exchange): Exchange;
  /**
   * Whether the error alone shows that a redirect passed CORS and the redirect mode refused it.
   */
  wasRefusedARedirect(exchange: Exchange): boolean;
  /**
   * Whether an error without a reason may also end a request that passed CORS.
   *
   * @param error the error of the exchange's ending.
   */
  mayFailAfterPassing(exchange: Exchange, mode: Mode, error: string): boolean;
}
