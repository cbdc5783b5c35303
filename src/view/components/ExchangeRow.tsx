import { isCheckedAgain } from "../../exchange/checked-again.ts";
import { firstHop } from "../../exchange/exchange.ts";
import { say } from "../../words/words.ts";
import { explanationOf, type Row, statusOf, urlParts } from "../model/row.ts";
import { ListRow } from "./ListRow.tsx";
import { SideChip } from "./SideChip.tsx";
import type { RowPlace } from "./VirtualList.tsx";
import { tooltip, VisibleLine } from "./VisibleText.tsx";

const NO_STATUS = "–";

interface ExchangeRowProps {
  place: RowPlace;
  row: Row;
}

/** One line of the list (two where it is narrow). */
export function ExchangeRow({ row, place }: ExchangeRowProps) {
  const { method, url } = firstHop(row.exchange);
  const { host, path } = urlParts(url);
  const explanation = explanationOf(row);
  const { short, title } = explanation;
  const status = statusOf(row.exchange);
  return (
    <ListRow place={place} bucket={row.bucket}>
      <span class="row-method">
        <VisibleLine value={method} />
      </span>
      <span class="row-url" title={tooltip(url)}>
        <span class="row-host">
          <VisibleLine value={host} />
        </span>
        <VisibleLine value={path} />
      </span>
      <span class="row-reason" title={tooltip(title)}>
        {isCheckedAgain(row.exchange) && <span class="side">{say("check_mark")}</span>}{" "}
        {row.exchange.trial && <span class="side">{say("trial_mark")} </span>}
        <SideChip of={explanation} />
        <VisibleLine value={short} />
      </span>
      <span class="row-status">
        <span class="visually-hidden">
          {status === null ? say("list_no_response") : say("list_status_label")}{" "}
        </span>
        {status === null ? <span aria-hidden="true">{NO_STATUS}</span> : status}
      </span>
    </ListRow>
  );
}
