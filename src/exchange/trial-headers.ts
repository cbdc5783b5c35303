import { interfaceOf } from "../browsers/facts-of.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Whether the response headers of an exchange may be the server's or a trial's: its browser reports only those
 * that the rules of a trial have changed. Pure.
 */
export function mayBeOfTrial({ trial, browser }: Exchange): boolean {
  return trial === true && !interfaceOf(browser).reportsHeadersBeforeRules;
}
