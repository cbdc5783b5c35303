import { say } from "../../words/words.ts";
import { COLUMN_NAMES, COLUMNS, OPTIONAL_COLUMNS, type OptionalColumn } from "../model/columns.ts";
import type { Point } from "../model/detail-store.ts";
import type { Store } from "../model/store.ts";
import { COLUMNS_BUTTON_ID } from "./ColumnsButton.tsx";
import { PopMenu } from "./PopMenu.tsx";

/** Chooses the column to sort by, and the visible columns. */
export function ColumnsMenu({ store, at }: { store: Store; at: Point }) {
  const sort = store.sort.value;
  const shown = store.columns.value;
  const toggle = (column: OptionalColumn) => {
    store.columns.value = OPTIONAL_COLUMNS.filter(
      (one) => shown.includes(one) !== (one === column),
    );
  };
  return (
    <PopMenu
      name={say("columns_menu")}
      at={at}
      onClose={(isByKey) => {
        store.columnsMenu.value = null;
        if (isByKey) document.getElementById(COLUMNS_BUTTON_ID)?.focus();
      }}
    >
      <p class="subtle">{say("columns_show")}</p>
      {OPTIONAL_COLUMNS.map((column) => (
        <button
          key={column}
          type="button"
          role="menuitemcheckbox"
          aria-checked={shown.includes(column)}
          tabIndex={-1}
          onClick={() => toggle(column)}
        >
          {say(COLUMN_NAMES[column])}
        </button>
      ))}
      <p class="subtle" data-first>
        {say("columns_sort")}
      </p>
      <button
        type="button"
        role="menuitemradio"
        aria-checked={sort === null}
        tabIndex={-1}
        onClick={() => {
          store.sort.value = null;
        }}
      >
        {say("columns_as_recorded")}
      </button>
      {COLUMNS.map((column) => (
        <button
          key={column}
          type="button"
          role="menuitemradio"
          aria-checked={sort?.column === column}
          tabIndex={-1}
          onClick={() => {
            const descending = sort?.column === column && !sort.descending;
            store.sort.value = { column, descending };
          }}
        >
          {say(COLUMN_NAMES[column])}
          {sort?.column === column && (
            <span aria-hidden="true">{sort.descending ? " ▼" : " ▲"}</span>
          )}
        </button>
      ))}
    </PopMenu>
  );
}
