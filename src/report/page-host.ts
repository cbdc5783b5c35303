import { lastHop } from "../exchange/exchange.ts";
import { parseUrl } from "../http/origin.ts";
import type { Judged } from "../issues/issue.ts";

/** The host of the page: of its newest navigation, else of the origin that asked last. */
export function pageHost(judged: Iterable<Judged>): string | null {
  let navigated: string | null = null;
  let asked: string | null = null;
  for (const { exchange, verdict } of judged) {
    if (exchange.resourceType === "main_frame") navigated = lastHop(exchange).url;
    else if (exchange.frameId === 0) asked = verdict.initiatorOrigin;
  }
  return parseUrl(navigated ?? asked ?? "")?.host || null;
}
