import { isCheckedAgain } from "../../exchange/checked-again.ts";
import { type Exchange, firstHop, lastHop } from "../../exchange/exchange.ts";
import { say } from "../../words/words.ts";
import { cells, type OptionalColumn } from "../model/columns.ts";
import { explanationOf, type Row, statusOf, urlParts } from "../model/row.ts";
import { ListRow } from "./ListRow.tsx";
import { SideChip } from "./SideChip.tsx";
import type { RowPlace } from "./VirtualList.tsx";
import { tooltip, VisibleCell } from "./VisibleText.tsx";

const NO_STATUS = "–";

interface ExchangeRowProps {
  place: RowPlace;
  row: Row;
  /** The additional columns. */
  added: readonly OptionalColumn[];
}

/** One row of the list (two lines if narrow). */
export function ExchangeRow({ row, place, added }: ExchangeRowProps) {
  const { method, url } = firstHop(row.exchange);
  const { host, path } = urlParts(url);
  const explanation = explanationOf(row);
  const { short, title } = explanation;
  return (
    <ListRow place={place} bucket={row.bucket}>
      <span class="row-method">
        <VisibleCell value={method} />
      </span>
      <span class="row-url" title={tooltip(url)}>
        <span class="row-host">
          <VisibleCell value={host} />
        </span>
        <VisibleCell value={path} />
      </span>
      <span class="row-reason" title={tooltip(title)}>
        {isCheckedAgain(row.exchange) && <span class="side">{say("check_mark")}</span>}{" "}
        {row.exchange.trial && <span class="side">{say("trial_mark")}</span>}{" "}
        <SideChip of={explanation} />
        <VisibleCell value={short} />
      </span>
      <StatusCell exchange={row.exchange} />
      {added.map((column) => {
        const cell = cells.value?.cellOf(column, row) ?? "";
        return (
          <span key={column} class="row-added" title={tooltip(cell)}>
            <VisibleCell value={cell} />
          </span>
        );
      })}
    </ListRow>
  );
}

/** The response's status; before there is one, the preflight's. */
function StatusCell({ exchange }: { exchange: Exchange }) {
  const own = statusOf(exchange);
  const preflight = lastHop(exchange).preflight?.response?.status ?? null;
  const status = own ?? preflight;
  if (status === null) {
    return (
      <span class="row-status">
        <span class="visually-hidden">{say("list_no_response")}</span>
        <span aria-hidden="true">{NO_STATUS}</span>
      </span>
    );
  }
  const name = say(own === null ? "list_preflight_status" : "list_status_label");
  return (
    <span
      class="row-status"
      data-error={status >= 400}
      data-preflight={own === null}
      {...(own === null && { title: name })}
    >
      <span class="visually-hidden">{name} </span>
      {status}
    </span>
  );
}
