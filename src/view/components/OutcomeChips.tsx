import { BUCKETS, type Bucket } from "../../issues/bucket.ts";
import { say, sayCount, sayNumber } from "../../words/words.ts";
import { sayBucket } from "../model/bucket-names.ts";
import type { Store } from "../model/store.ts";
import { ColumnsButton } from "./ColumnsButton.tsx";
import { IssueOrderChoice } from "./IssueOrderChoice.tsx";
import { Mark } from "./Mark.tsx";

/** Rare outcomes: their chips are shown only if there are any. */
const RARE: ReadonlySet<Bucket> = new Set(["pending", "unknown"]);

/** The outcomes with their counts; each filters the list. */
export function OutcomeChips({ store }: { store: Store }) {
  const { counts, earlier, matching } = store.summary.value;
  const before = BUCKETS.reduce((sum, bucket) => sum + earlier[bucket], 0);
  const chosen = store.buckets.value;

  const toggle = (bucket: Bucket) => {
    const next = new Set(chosen);
    if (!next.delete(bucket)) next.add(bucket);
    store.buckets.value = next;
  };

  return (
    <fieldset class="chips">
      <legend class="visually-hidden">{say("filter_outcome")}</legend>
      <button
        type="button"
        class="chip"
        aria-pressed={chosen.size === 0}
        onClick={() => {
          store.buckets.value = new Set();
        }}
      >
        {say("filter_all")} <span class="chip-count">{matching - before}</span>
        <Earlier count={before} />
      </button>
      {BUCKETS.filter(
        (bucket) => !RARE.has(bucket) || counts[bucket] + earlier[bucket] > 0 || chosen.has(bucket),
      ).map((bucket) => (
        <button
          key={bucket}
          type="button"
          class="chip"
          aria-pressed={chosen.has(bucket)}
          title={sayBucket(bucket)}
          data-none={counts[bucket] + earlier[bucket] === 0}
          onClick={() => toggle(bucket)}
        >
          <Mark kind={bucket} />
          <span class="chip-name">{sayBucket(bucket)} </span>
          <span class="chip-count">{counts[bucket]}</span>
          <Earlier count={earlier[bucket]} />
        </button>
      ))}
      {store.tab.value === "issues" ? (
        <IssueOrderChoice store={store} />
      ) : (
        !store.report?.standalone && <ColumnsButton store={store} />
      )}
    </fieldset>
  );
}

/** The additional number of earlier pages' requests. */
function Earlier({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span class="chip-earlier" title={sayCount("filter_earlier", count)}>
      <span aria-hidden="true">{`+${sayNumber(count)}`}</span>
      <span class="visually-hidden">{sayCount("filter_earlier", count)}</span>
    </span>
  );
}
