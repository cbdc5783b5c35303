import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";

export const COLUMNS_BUTTON_ID = "columns";

/** Opens the column menu of the request list. */
export function ColumnsButton({ store }: { store: Store }) {
  return (
    <button
      id={COLUMNS_BUTTON_ID}
      type="button"
      class="chip order"
      aria-haspopup="menu"
      aria-expanded={store.columnsMenu.value !== null}
      onClick={(event) => {
        const { right, bottom } = event.currentTarget.getBoundingClientRect();
        store.columnsMenu.value = { x: right, y: bottom };
      }}
    >
      <span class="chip-name">{say("columns_menu")} </span>
      <span aria-hidden="true">▾</span>
    </button>
  );
}
