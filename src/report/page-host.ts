import { lastHop } from "../exchange/exchange.ts";
import { parseUrl } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { broughtPage } from "./brought-page.ts";

/** The page's host: that of the newest navigation that showed a page, otherwise of the last initiator. */
export function pageHost(judged: Iterable<Judged>): string | null {
  let navigated: string | null = null;
  let requested: string | null = null;
  for (const { exchange, verdict } of judged) {
    if (broughtPage(exchange)) navigated = lastHop(exchange).url;
    else if (exchange.resourceType === "main_frame") continue;
    else if (exchange.frameId === 0) requested = verdict.initiatorOrigin;
  }
  return parseUrl(navigated ?? requested ?? "")?.host || null;
}
