import { BUCKETS } from "../../issues/bucket.ts";
import { say } from "../../words/words.ts";
import { sayBucket } from "../model/bucket-names.ts";
import { FIELDS, readWord, withoutWord, wordsOf } from "../model/filter.ts";
import type { Store } from "../model/store.ts";
import { Icon } from "./Icon.tsx";
import { tooltip, VisibleLine } from "./VisibleText.tsx";

interface Chip {
  readonly key: string;
  readonly label: string;
  readonly remove: () => void;
}

/** Every active filter, each with a button to remove it. */
export function FilterTerms({ store }: { store: Store }) {
  const text = store.text.value;
  const chosen = store.buckets.value;
  const chips: Chip[] = [
    ...wordsOf(text)
      .filter(({ raw }) => readWord(raw).value !== "")
      .map((word) => ({
        key: `word-${word.from}`,
        label: word.raw,
        remove: () => {
          store.text.value = withoutWord(text, word);
        },
      })),
    ...BUCKETS.filter((bucket) => chosen.has(bucket)).map((bucket) => ({
      key: bucket,
      label: sayBucket(bucket),
      remove: () => {
        store.buckets.value = new Set([...chosen].filter((other) => other !== bucket));
      },
    })),
  ];
  if (chips.length === 0) return null;
  const unknown = wordsOf(text).flatMap(({ raw }) => readWord(raw).unknown ?? []);
  return (
    <fieldset class="chips terms">
      <legend class="visually-hidden">{say("filter_terms")}</legend>
      {chips.map(({ key, label, remove }) => (
        <button
          key={key}
          type="button"
          class="chip term"
          aria-label={say("filter_remove", tooltip(label))}
          title={say("filter_remove", tooltip(label))}
          onClick={remove}
        >
          <span class="mono">
            <VisibleLine value={label} />
          </span>
          <Icon name="close" />
        </button>
      ))}
      {chips.length > 1 && (
        <button
          type="button"
          class="chip"
          onClick={() => {
            store.text.value = "";
            store.buckets.value = new Set();
          }}
        >
          {say("filter_remove_all")}
        </button>
      )}
      <span role="status" class="subtle">
        {unknown.length > 0 &&
          say("filter_unknown", `${unknown[0]}:`, FIELDS.map((name) => `${name}:`).join(" "))}
      </span>
    </fieldset>
  );
}
