import type { Exchange } from "../../exchange/exchange.ts";
import type { RemedyChange } from "../../verdict/verdict.ts";
import { visibleString } from "./visible-text.ts";

/** Which response a change is for: "OPTIONS https://api.test/items (the preflight)". */
export function changedResponse(exchange: Exchange, change: RemedyChange): string {
  if (change.stage === "preflight") return `OPTIONS ${change.url} (the preflight)`;
  return `${exchange.hops[change.hop]?.method ?? "GET"} ${change.url}`;
}

/** A remedy as text to paste into a ticket. */
export function remedyText(exchange: Exchange, remedy: readonly RemedyChange[]): string {
  return remedy
    .map((change) =>
      [
        `In the answer to ${visibleString(changedResponse(exchange, change))}`,
        ...(change.status === null ? [] : [`  answer with status ${change.status}`]),
        ...change.set.map(({ name, value }) => `  set    ${name}: ${visibleString(value)}`),
        ...change.remove.map((name) => `  remove ${name}`),
      ].join("\n"),
    )
    .join("\n\n");
}
