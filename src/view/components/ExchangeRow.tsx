import { firstHop } from "../../exchange/exchange.ts";
import { say } from "../../words/words.ts";
import { sayBucket } from "../model/bucket.ts";
import { explanationOf, type Row, statusOf, urlParts } from "../model/row.ts";
import { Mark } from "./Mark.tsx";
import { type RowPlace, rowElementId } from "./VirtualList.tsx";
import { tooltip, VisibleLine } from "./VisibleText.tsx";

const NO_STATUS = "–";

interface ExchangeRowProps extends RowPlace {
  row: Row;
}

/** One line of the list (two where it is narrow). */
export function ExchangeRow({ row, index, count, top, selected }: ExchangeRowProps) {
  const { method, url } = firstHop(row.exchange);
  const { host, path } = urlParts(url);
  const { short, title } = explanationOf(row);
  const status = statusOf(row.exchange);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names this row by aria-activedescendant.
    <div
      id={rowElementId(index)}
      role="option"
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={count}
      class="row"
      data-index={index}
      data-odd={index % 2 === 1}
      data-bucket={row.bucket}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Mark kind={row.bucket} label={sayBucket(row.bucket)} />
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
        <VisibleLine value={short} />
      </span>
      <span class="row-status">
        <span class="visually-hidden">
          {status === null ? say("list_no_response") : say("list_status_label")}{" "}
        </span>
        {status === null ? <span aria-hidden="true">{NO_STATUS}</span> : status}
      </span>
    </div>
  );
}
