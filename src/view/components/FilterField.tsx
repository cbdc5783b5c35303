import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { say } from "../../words/words.ts";
import type { Completion } from "../model/complete-filter.ts";
import type { Term } from "../model/filter.ts";
import { loadPart } from "../model/load-part.ts";
import type { Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { focusList } from "./VirtualList.tsx";
import { VisibleLine } from "./VisibleText.tsx";

export const FILTER_ID = "filter";
const SUGGESTIONS_ID = "suggestions";
const optionId = (index: number) => `suggestion-${index}`;

/** The list's filter with completion, like DevTools' own filter fields. */
export function FilterField({ store }: { store: Store }) {
  const field = useRef<HTMLInputElement>(null);
  const caret = useSignal(0);
  /** Whether to show suggestions: not before the user types or opens them. */
  const open = useSignal(false);
  const requested = useSignal(false);
  const active = useSignal(-1);
  const text = store.text.value;

  const completion = useSignal<Completing | null>(null);
  const lookedAt = completion.value?.LOOKED_AT ?? 0;
  const { at, items } =
    open.value && completion.value !== null
      ? completion.value.completeFilter(
          text,
          caret.value,
          (others) => newestOf(store, others, lookedAt),
          requested.value,
        )
      : { at: null, items: [] };
  const expanded = items.length > 0 && !isDone(text, items);

  const load = async () => {
    // The field works without it too, only without suggestions.
    completion.value ??= (await loadPart(() => import("../model/complete-filter.ts"))) ?? null;
  };
  const close = () => {
    open.value = false;
    requested.value = false;
    active.value = -1;
  };
  const take = (item: Completion | undefined) => {
    const element = field.current;
    if (item === undefined || at === null || element === null) return;
    if (completion.value === null) return;
    const next = completion.value.applyCompletion(text, at, item);
    store.text.value = next.text;
    caret.value = next.caret;
    active.value = -1;
    requested.value = false;
    open.value = item.unfinished;
    element.value = next.text;
    element.setSelectionRange(next.caret, next.caret);
    element.focus();
  };
  const move = (step: number) => {
    const { length } = items;
    active.value = (active.value + step + length + (active.value < 0 && step < 0 ? 1 : 0)) % length;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" && !expanded) {
      caret.value = field.current?.selectionStart ?? text.length;
      requested.value = true;
      open.value = true;
    } else if (event.key === "ArrowDown" && expanded) {
      move(1);
    } else if (event.key === "ArrowUp" && expanded) {
      move(-1);
    } else if ((event.key === "Enter" || event.key === "Tab") && expanded && active.value >= 0) {
      take(items[active.value]);
    } else if (event.key === "Enter") {
      close();
      focusList();
    } else if (event.key === "Escape" && expanded) {
      close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span class="filter-box">
      <input
        id={FILTER_ID}
        ref={field}
        class="filter"
        type="text"
        role="combobox"
        aria-expanded={expanded}
        aria-controls={SUGGESTIONS_ID}
        aria-autocomplete="list"
        {...(expanded && active.value >= 0 && { "aria-activedescendant": optionId(active.value) })}
        placeholder={say("filter_name")}
        aria-label={say("filter_name")}
        title={say("filter_title")}
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(event) => {
          caret.value = event.currentTarget.selectionStart ?? event.currentTarget.value.length;
          open.value = true;
          requested.value = false;
          active.value = -1;
          store.text.value = event.currentTarget.value;
        }}
        onKeyDown={onKeyDown}
        onFocus={load}
        onBlur={close}
      />
      {expanded && (
        <div
          id={SUGGESTIONS_ID}
          class="suggestions"
          role="listbox"
          aria-label={say("filter_suggestions")}
        >
          {items.map((item, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names this by aria-activedescendant.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys.
            <div
              key={item.word}
              id={optionId(index)}
              role="option"
              aria-selected={index === active.value}
              // Keeps the focus in the field, so that the list stays open.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(item)}
            >
              <span class="mono">
                <VisibleLine value={item.word} />
              </span>
              <span class="suggestion-hint">{item.hint}</span>
            </div>
          ))}
        </div>
      )}
    </span>
  );
}

/** Loaded when the field is first used. */
type Completing = typeof import("../model/complete-filter.ts");

/** Includes hidden rows: the word that is being typed hides rows that its completion would show. */
function* newestOf(store: Store, others: readonly Term[], count: number): Generator<Row> {
  const shown = store.sameOriginToo.peek();
  // The list's filter matches the terms first, so that they are matched once per key.
  store.summary.peek();
  let left = count;
  for (const row of store.newestRows(others)) {
    if (left-- === 0) return;
    if (row.relevant || shown) yield row;
  }
}

/** Whether the only suggestion is already in the text. */
function isDone(text: string, items: readonly Completion[]): boolean {
  const [only] = items;
  return items.length === 1 && only !== undefined && text.endsWith(only.word);
}
