import type { Exchange } from "./exchange.ts";

/** Whether a request was made again for the reader, and not by the page itself (make-call.ts). */
export function isCheckedAgain({ stack }: Exchange): boolean {
  return stack?.includes("crosscheckChecksAgain") === true;
}
