import type { IssueOrder } from "../model/issues.ts";
import type { Store } from "../model/store.ts";

const WORDS = {
  frequent: "Most frequent first",
  newest: "Newest first",
  change: "Change the order of the issues",
};

const OTHER: Readonly<Record<IssueOrder, IssueOrder>> = { frequent: "newest", newest: "frequent" };

/** By what the issues are put in order; what CORS stopped stands first in both. */
export function IssueOrderChoice({ store }: { store: Store }) {
  const order = store.issueOrder.value;
  return (
    <button
      type="button"
      class="chip order"
      title={WORDS.change}
      onClick={() => {
        store.issueOrder.value = OTHER[order];
      }}
    >
      {WORDS[order]} <span aria-hidden="true">⇅</span>
    </button>
  );
}
