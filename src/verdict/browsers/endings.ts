import type { Exchange } from "../../exchange/exchange.ts";
import type { Mode } from "../verdict.ts";

/** What the way in which a browser ends a request shows, beyond the names of its errors. */
export interface Endings {
  /** The exchange as its page has it, where that differs from how the request ended. */
  asShown(exchange: Exchange): Exchange;
  /**
   * Whether a redirect passed CORS and was refused for the request's redirect mode, as the error
   * alone says.
   */
  wasRefusedARedirect(exchange: Exchange): boolean;
  /**
   * Whether an error that names no reason may also end a request that CORS let pass.
   *
   * @param error that of the exchange's ending.
   */
  mayFailAfterPassing(exchange: Exchange, mode: Mode, error: string): boolean;
}
