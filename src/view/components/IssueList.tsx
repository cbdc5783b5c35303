import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import { DETAIL_ID } from "./detail-id.ts";
import { IssueRow } from "./IssueRow.tsx";
import { VirtualList } from "./VirtualList.tsx";

/** Each failure once, however often it occurred. */
export function IssueList({ store }: { store: Store }) {
  return (
    <VirtualList
      name={say("list_issues")}
      kind="issues"
      columns={[
        "",
        say("list_change"),
        `${say("list_server")} · ${say("list_initiator")}`,
        say("list_times"),
      ].map((name) => ({ name }))}
      items={store.listedIssues.value}
      selectedId={store.selectedIssueId.value}
      followsEnd={false}
      // A title has two lines, as its end distinguishes it from others.
      narrowHeight={55}
      detailId={DETAIL_ID}
      onSelect={(issue) => {
        store.selectedIssueId.value = issue.id;
      }}
      onMenu={
        store.report?.standalone
          ? null
          : (issue, at) => {
              store.rowMenu.value = { row: issue.speaker, ...at };
            }
      }
      onOpen={() => {
        store.detailOpen.value = true;
      }}
    >
      {(issue, place) => (
        <IssueRow
          key={place.slot}
          issue={issue}
          isNew={store.progress.value?.isMarkedNew(issue.id) === true}
          place={place}
        />
      )}
    </VirtualList>
  );
}
