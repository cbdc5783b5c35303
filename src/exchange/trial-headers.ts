import { interfaceOf } from "../browsers/facts-of.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Whether an exchange's response headers may be the server's or a trial's: its browser reports only the
 * headers changed by a trial's rules. Pure.
 */
export function mayBeOfTrial({ trial, browser }: Exchange): boolean {
  return trial === true && !interfaceOf(browser).reportsHeadersBeforeRules;
}
