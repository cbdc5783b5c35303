import { isCheckedAgain } from "../../exchange/checked-again.ts";
import { firstHop } from "../../exchange/exchange.ts";
import { callContext, sayInContext } from "../../explanation/call-context.ts";
import { say } from "../../words/words.ts";
import { explanationOf, type Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { CalledFrom } from "./CalledFrom.tsx";
import { DETAIL_ID } from "./detail-id.ts";
import { Phrase } from "./Phrase.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { SideChip } from "./SideChip.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** A longer URL would push the verdict out of sight. */
const URL_CHARACTERS = 160;

/** The advice and the request: the first part to be read. */
export function ExchangeHead({
  store,
  actions,
  row,
}: {
  store: Store;
  actions: PanelActions;
  row: Row;
}) {
  const { exchange, verdict } = row;
  const { context: _context, ...words } = explanationOf(row);
  const { method, url } = firstHop(exchange);
  const filler = cacheFillerOf(row, store);
  return (
    <>
      <h2>
        <SideChip of={words} />
        <VisibleText value={words.title} />
      </h2>
      {isCheckedAgain(exchange) && (
        <p>
          <span class="side">{say("check_mark")}</span> {say("check_marked")}
        </p>
      )}
      {!store.recording.value.rows.has(row.id) && <p class="subtle">{say("detail_earlier")}</p>}
      {exchange.trial && (
        <p>
          <span class="side">{say("trial_mark")}</span> {say("trial_marked")}
        </p>
      )}
      <p class="asked">
        <span class="mono">
          <strong>
            <VisibleText value={method} />
          </strong>{" "}
          <VisibleText value={url} shown={URL_CHARACTERS} />
        </span>{" "}
        <span class="subtle">
          <Phrase message="detail_from">
            <span class="mono">
              <VisibleText value={verdict.initiatorOrigin} />
            </span>
          </Phrase>
        </span>{" "}
        <span class="subtle">{sayInContext(callContext(exchange))}</span>
        <CalledFrom exchange={exchange} onOpen={actions.openLine} />
      </p>

      {filler !== null && (
        <p>
          <button type="button" class="button" onClick={() => showExchange(store, filler)}>
            {say("detail_cache_filler")}
          </button>
        </p>
      )}
    </>
  );
}

/** The exchange that filled the browser's cache with the response, while it is still recorded. */
function cacheFillerOf({ verdict }: Row, store: Store): string | null {
  const found = verdict.findings.find(({ code }) => code === "cached-for-another-request");
  const id = found?.parameter ?? null;
  return id !== null && store.recording.value.rows.has(id) ? id : null;
}

/** Shows another exchange instead. */
function showExchange(store: Store, id: string): void {
  store.selectedId.value = id;
  // The focused element is gone after the next render.
  requestAnimationFrame(() => document.getElementById(DETAIL_ID)?.focus());
}
