import type { IssueOrder } from "../model/issues.ts";
import type { Store } from "../model/store.ts";

const WORDS = {
  order: "Order of the issues",
};

const ORDERS: readonly { order: IssueOrder; name: string }[] = [
  { order: "frequent", name: "Most frequent first" },
  { order: "newest", name: "Newest first" },
];

/** By what the issues are put in order; what CORS stopped stands first in both. */
export function IssueOrderChoice({ store }: { store: Store }) {
  return (
    <select
      class="choice"
      aria-label={WORDS.order}
      value={store.issueOrder.value}
      onChange={(event) => {
        store.issueOrder.value = event.currentTarget.value as IssueOrder;
      }}
    >
      {ORDERS.map(({ order, name }) => (
        <option key={order} value={order}>
          {name}
        </option>
      ))}
    </select>
  );
}
