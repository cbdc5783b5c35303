import { lastHop } from "../../exchange/exchange.ts";
import { parseUrl } from "../../http/origin.ts";
import type { Row } from "./row.ts";

/** The host of the page: of its newest navigation, else of the origin that asked last. */
export function pageHost(rows: Iterable<Row>): string | null {
  let navigated: string | null = null;
  let asked: string | null = null;
  for (const { exchange, verdict } of rows) {
    if (exchange.resourceType === "main_frame") navigated = lastHop(exchange).url;
    else if (exchange.frameId === 0) asked = verdict.initiatorOrigin;
  }
  return parseUrl(navigated ?? asked ?? "")?.host || null;
}
