import type { Exchange } from "../exchange/exchange.ts";
import { visibleString } from "../explanation/visible-text.ts";
import type { SharedChange } from "../verdict/remedy/shared-remedy.ts";
import type { RemedyChange } from "../verdict/verdict.ts";
import { say } from "../words/words.ts";
import { type Shareable, shareChanges } from "./redact.ts";
import { changedResponse } from "./remedy-text.ts";
import { shown } from "./shown.ts";

type Change = Pick<SharedChange, "targets" | "status" | "set" | "remove">;

/** A remedy as text to paste into a ticket. Without secrets, unless the user wants them. */
export function copyRemedy(
  exchange: Exchange,
  remedy: readonly RemedyChange[],
  includeSecrets: boolean,
): string {
  const changes = remedy.map((change) => ({
    ...change,
    targets: [changedResponse(exchange, change)],
  }));
  return textOf(shareChanges(changes, includeSecrets), ([target = ""]) =>
    say("remedy_response_to", visibleString(shown`${target}`)),
  );
}

/** The same for a change that many responses need. */
export function copySharedRemedy(remedy: readonly SharedChange[], includeSecrets: boolean): string {
  return textOf(shareChanges(remedy, includeSecrets), (targets) =>
    [
      say("remedy_responses_to"),
      ...targets.map((target) => `  ${visibleString(shown`${target}`)}`),
    ].join("\n"),
  );
}

function textOf(
  changes: Shareable<readonly Change[]>,
  where: (targets: readonly string[]) => string,
): string {
  return changes
    .map(({ targets, status, set, remove }) =>
      [
        where(targets),
        ...(status === null ? [] : [`  ${say("change_status", String(status))}`]),
        ...set.map(
          ({ name, value }) =>
            `  ${say("change_set_in_text", `${name}: ${visibleString(shown`${value}`)}`)}`,
        ),
        ...remove.map((name) => `  ${say("change_remove", name)}`),
      ].join("\n"),
    )
    .join("\n\n");
}
