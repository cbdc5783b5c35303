import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import { DETAIL_ID } from "./DetailPane.tsx";
import { ExchangeRow } from "./ExchangeRow.tsx";
import { VirtualList } from "./VirtualList.tsx";

/** The exchanges, oldest first, as they happen. */
export function ExchangeList({ store }: { store: Store }) {
  return (
    <VirtualList
      name={say("list_requests")}
      kind="requests"
      columns={["", say("list_method"), say("list_url"), say("list_verdict"), say("list_status")]}
      items={store.summary.value.visible}
      selectedId={store.selectedId.value}
      followsEnd
      detailId={DETAIL_ID}
      onSelect={(row) => {
        store.selectedId.value = row.id;
      }}
      onOpen={() => {
        store.detailOpen.value = true;
      }}
    >
      {(row, place) => <ExchangeRow key={row.id} row={row} place={place} />}
    </VirtualList>
  );
}
