import { firstHop } from "../../exchange/exchange.ts";
import { sayBucket } from "../model/bucket.ts";
import { times } from "../model/counts.ts";
import type { Issue } from "../model/issues.ts";
import { explanationOf, urlParts } from "../model/row.ts";
import { Mark } from "./Mark.tsx";
import { type RowPlace, rowElementId } from "./VirtualList.tsx";
import { tooltip, VisibleLine } from "./VisibleText.tsx";

interface IssueRowProps extends RowPlace {
  issue: Issue;
}

/** One line of the list of issues (two where it is narrow). */
export function IssueRow({ issue, index, count, top, selected }: IssueRowProps) {
  const { title } = explanationOf(issue.newest);
  const { method, url } = firstHop(issue.newest.exchange);
  const { host } = urlParts(url);
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
      data-bucket={issue.bucket}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Mark kind={issue.bucket} label={sayBucket(issue.bucket)} />
      <span class="row-title" title={tooltip(title)}>
        <VisibleLine value={title} />
      </span>
      <span class="row-who" title={tooltip(url)}>
        <span class="row-method">
          <VisibleLine value={method} />
        </span>{" "}
        <VisibleLine value={host} />
      </span>
      <span class="row-times">{times(issue.count)}</span>
    </div>
  );
}
