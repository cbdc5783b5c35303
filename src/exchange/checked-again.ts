import type { Exchange } from "./exchange.ts";

/** Whether the user repeated the request with Check again, instead of the page making it (make-call.ts). */
export function isCheckedAgain({ stack }: Exchange): boolean {
  return stack?.includes("crosscheckChecksAgain") === true;
}
