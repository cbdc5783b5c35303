import { useMemo } from "preact/hooks";
import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import { DETAIL_ID } from "./DetailPane.tsx";
import { ExchangeRow } from "./ExchangeRow.tsx";
import { following } from "./loaded-following.ts";
import { VirtualList } from "./VirtualList.tsx";

/** The exchanges, oldest first, as they happen. */
export function ExchangeList({ store }: { store: Store }) {
  const { visible, current } = store.summary.value;
  const loads = store.recording.value.state.loads ?? [];
  const lastLoad = loads.at(-1)?.at;
  const follows = following.value;
  const items = useMemo(
    () =>
      visible === current || follows === null ? visible : follows.withLoadLines(visible, loads),
    [visible, current, follows, lastLoad],
  );
  return (
    <VirtualList
      name={say("list_requests")}
      kind="requests"
      columns={["", say("list_method"), say("list_url"), say("list_verdict"), say("list_status")]}
      items={items}
      selectedId={store.selectedId.value}
      followsEnd
      narrowHeight={38}
      detailId={DETAIL_ID}
      isLine={(item) => "load" in item}
      onSelect={(row) => {
        store.selectedId.value = row.id;
      }}
      onOpen={() => {
        store.detailOpen.value = true;
      }}
    >
      {(item, place) =>
        "load" in item ? (
          follows && <follows.LoadRow key={item.id} line={item} place={place} />
        ) : (
          <ExchangeRow key={item.id} row={item} place={place} />
        )
      }
    </VirtualList>
  );
}
