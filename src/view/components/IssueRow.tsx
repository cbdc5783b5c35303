import { firstHop } from "../../exchange/exchange.ts";
import { type MessageName, say } from "../../words/words.ts";
import { cells } from "../model/columns.ts";
import { times } from "../model/counts.ts";
import type { Became, Issue } from "../model/issues.ts";
import { explanationOfIssue, urlParts } from "../model/row.ts";
import { ListRow } from "./ListRow.tsx";
import { SideChip } from "./SideChip.tsx";
import type { RowPlace } from "./VirtualList.tsx";
import { tooltip, VisibleLine } from "./VisibleText.tsx";

interface IssueRowProps {
  place: RowPlace;
  issue: Issue;
  /** Whether the previous page load did not have it. */
  isNew: boolean;
}

/** The state of an issue, in words. */
export const BECAME = {
  fixed: "became_fixed",
  tried: "became_tried",
  open: "became_open",
} as const satisfies Record<Became, MessageName>;

/** One row of the list of issues (two lines if narrow). */
export function IssueRow({ issue, isNew, place }: IssueRowProps) {
  const { context: _context, ...words } = explanationOfIssue(issue);
  const { title } = words;
  const became = issue.became === undefined ? (isNew ? "became_new" : null) : BECAME[issue.became];
  const { method, url } = firstHop(issue.speaker.exchange);
  const { host } = urlParts(url);
  const initiators = cells.value?.initiatorsOf(issue.rows);
  return (
    <ListRow place={place} bucket={issue.bucket} became={issue.became}>
      <span class="row-title" title={tooltip(title)}>
        {became !== null && <span class="side">{say(became)}</span>} <SideChip of={words} />
        {issue.became === "fixed" ? (
          <del>
            <VisibleLine value={title} />
          </del>
        ) : (
          <VisibleLine value={title} />
        )}
      </span>
      <span class="row-who" title={tooltip(url)}>
        <span class="row-method">
          <VisibleLine value={method} />
        </span>{" "}
        <span class="row-server">
          <VisibleLine value={host} />
        </span>{" "}
        {initiators?.short && (
          <span class="row-initiators" title={tooltip(initiators.all.join(", "))}>
            {"· "}
            <VisibleLine value={initiators.short} />
          </span>
        )}
      </span>
      <span class="row-times">{times(issue.count)}</span>
    </ListRow>
  );
}
