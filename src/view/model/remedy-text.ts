import type { Exchange } from "../../exchange/exchange.ts";
import type { RemedyChange } from "../../verdict/verdict.ts";
import { say } from "../../words/words.ts";
import type { SharedChange } from "./issues.ts";
import { visibleString } from "./visible-text.ts";

/** Which response a change is for: "OPTIONS https://api.test/items (the preflight)". */
export function changedResponse(exchange: Exchange, change: RemedyChange): string {
  if (change.stage === "preflight") return say("remedy_preflight", `OPTIONS ${change.url}`);
  return `${exchange.hops[change.hop]?.method ?? "GET"} ${change.url}`;
}

/** A remedy as text to paste into a ticket. */
export function remedyText(exchange: Exchange, remedy: readonly RemedyChange[]): string {
  return remedy
    .map((change) =>
      changeText(say("remedy_answer_to", visibleString(changedResponse(exchange, change))), change),
    )
    .join("\n\n");
}

/** The same for a change that many responses need. */
export function sharedRemedyText(remedy: readonly SharedChange[]): string {
  return remedy
    .map((change) =>
      changeText(
        [
          say("remedy_answers_to"),
          ...change.targets.map((target) => `  ${visibleString(target)}`),
        ].join("\n"),
        change,
      ),
    )
    .join("\n\n");
}

function changeText(
  where: string,
  { status, set, remove }: Pick<RemedyChange, "status" | "set" | "remove">,
): string {
  return [
    where,
    ...(status === null ? [] : [`  ${say("change_status", String(status))}`]),
    ...set.map(
      ({ name, value }) => `  ${say("change_set_in_text", `${name}: ${visibleString(value)}`)}`,
    ),
    ...remove.map((name) => `  ${say("change_remove", name)}`),
  ].join("\n");
}
