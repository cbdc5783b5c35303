import { firstHop } from "../../exchange/exchange.ts";
import type { CopyKind } from "../../report/copy-texts.ts";
import { say } from "../../words/words.ts";
import type { RowMenuPlace } from "../model/detail-store.ts";
import { hostOf } from "../model/filter.ts";
import type { Store } from "../model/store.ts";
import { COPY_ITEMS } from "./CopyMenu.tsx";
import { copyRow } from "./copy-row.ts";
import { PopMenu } from "./PopMenu.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { networkLink } from "./ShowInNetwork.tsx";
import { focusList } from "./VirtualList.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** The most frequent copies; the detail view's menu has the others. */
const COPIES: readonly CopyKind[] = ["summary", "curl-request", "fetch", "markdown"];

interface RowMenuProps {
  store: Store;
  actions: PanelActions;
  place: RowMenuPlace;
}

interface Item {
  readonly name: string;
  /** Whether it is the first of another group. */
  readonly isFirst?: boolean;
  readonly run: () => void;
}

/** The actions for a row of a list, at the pointer. */
export function RowMenu({ store, actions, place: { row, x, y } }: RowMenuProps) {
  const close = (isByKey: boolean) => {
    store.rowMenu.value = null;
    if (isByKey) focusList();
  };
  const host = hostOf(firstHop(row.exchange).origin);
  const filterBy = (word: string) => {
    const { text } = store;
    if (!text.value.split(" ").includes(word)) text.value = `${text.value} ${word}`.trim();
  };
  const network = networkLink(actions, row);
  const items: readonly Item[] = [
    ...COPIES.map((kind) => ({
      name: say("menu_copy", say(COPY_ITEMS[kind])),
      run: () => void copyRow(kind, store, actions, row),
    })),
    ...(host === ""
      ? []
      : [
          {
            name: say("menu_only_host", host),
            isFirst: true,
            run: () => filterBy(`domain:${host}`),
          },
          { name: say("menu_without_host", host), run: () => filterBy(`-domain:${host}`) },
        ]),
    ...(network === undefined
      ? []
      : [{ name: say("show_in_network"), isFirst: true, run: network }]),
  ];

  return (
    <PopMenu name={say("menu_name")} at={{ x, y }} onClose={close}>
      {items.map(({ name, isFirst, run }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-first={isFirst}
          onClick={() => {
            close(true);
            run();
          }}
        >
          <VisibleText value={name} />
        </button>
      ))}
    </PopMenu>
  );
}
