import type { Store } from "../model/store.ts";
import { DETAIL_ID } from "./DetailPane.tsx";
import { IssueRow } from "./IssueRow.tsx";
import { VirtualList } from "./VirtualList.tsx";

const WORDS = {
  list: "Issues",
  columns: ["", "What to change", "Who is asked", "Times"],
};

/** The same failure once, however often it happened. */
export function IssueList({ store }: { store: Store }) {
  return (
    <VirtualList
      name={WORDS.list}
      kind="issues"
      columns={WORDS.columns}
      items={store.issues.value}
      selectedId={store.selectedIssueId.value}
      followsEnd={false}
      detailId={DETAIL_ID}
      onSelect={(issue) => {
        store.selectedIssueId.value = issue.id;
      }}
      onOpen={() => {
        store.detailOpen.value = true;
      }}
    >
      {(issue, place) => <IssueRow key={issue.id} issue={issue} {...place} />}
    </VirtualList>
  );
}
