import { useMemo } from "preact/hooks";
import { say } from "../../words/words.ts";
import {
  COLUMN_NAMES,
  COLUMNS,
  type Column,
  nextSort,
  OPTIONAL_COLUMNS,
  type OptionalColumn,
  WIDTHS,
} from "../model/columns.ts";
import type { Point } from "../model/detail-store.ts";
import type { Store } from "../model/store.ts";
import { DETAIL_ID } from "./detail-id.ts";
import { ExchangeRow } from "./ExchangeRow.tsx";
import { following } from "./loaded-following.ts";
import { VirtualList } from "./VirtualList.tsx";

/** The exchanges, in order of arrival or as the user sorts them. */
export function ExchangeList({ store }: { store: Store }) {
  const sort = store.sort.value;
  const added = store.columns.value;
  const shown = COLUMNS.filter((name) => !isOptional(name) || added.includes(name));
  const columns = shown.map((column) => ({
    name: say(COLUMN_NAMES[column]),
    sign: sort?.column === column ? (sort.descending ? "▼" : "▲") : undefined,
    onClick: () => {
      store.sort.value = nextSort(sort, column);
    },
  }));
  const { visible, current } = store.summary.value;
  const listed = store.listed.value;
  const loads = store.recording.value.state.loads ?? [];
  const lastLoad = loads.at(-1)?.at;
  const follows = following.value;
  const items = useMemo(
    () =>
      // Separator lines between loads need the order of time.
      visible === current || follows === null || sort !== null
        ? listed
        : follows.withLoadLines(listed, loads),
    [visible, current, listed, follows, lastLoad, sort],
  );
  return (
    <VirtualList
      name={say("list_requests")}
      kind="requests"
      columns={[{ name: "" }, ...columns]}
      moreWidths={added.map((column) => WIDTHS[column]).join(" ")}
      items={items}
      selectedId={store.selectedId.value}
      followsEnd={sort === null}
      narrowHeight={38}
      detailId={DETAIL_ID}
      isLine={(item) => "load" in item}
      onSelect={(row) => {
        store.selectedId.value = row.id;
      }}
      onMenu={
        store.report?.standalone
          ? null
          : (item, at) => {
              if (!("load" in item)) store.rowMenu.value = { row: item, ...at };
            }
      }
      {...(!store.report?.standalone && {
        onHeadMenu: (at: Point) => {
          store.columnsMenu.value = at;
        },
      })}
      onOpen={() => {
        store.detailOpen.value = true;
      }}
    >
      {(item, place) =>
        "load" in item ? (
          follows && <follows.LoadRow key={place.slot} line={item} place={place} />
        ) : (
          <ExchangeRow key={place.slot} row={item} place={place} added={added} />
        )
      }
    </VirtualList>
  );
}

function isOptional(column: Column): column is OptionalColumn {
  return (OPTIONAL_COLUMNS as readonly Column[]).includes(column);
}
