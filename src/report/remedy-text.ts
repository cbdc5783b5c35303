import type { Exchange } from "../exchange/exchange.ts";
import type { RemedyChange } from "../verdict/verdict.ts";
import { say } from "../words/words.ts";

/** The response that a change is for: "OPTIONS https://api.test/items (the preflight)". */
export function changedResponse(exchange: Exchange, change: RemedyChange): string {
  if (change.stage === "preflight") return say("remedy_preflight", `OPTIONS ${change.url}`);
  return `${exchange.hops[change.hop]?.method ?? "GET"} ${change.url}`;
}
