import type { IssueOrder } from "../../issues/issue.ts";
import { type MessageName, say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";

const ORDERS = {
  frequent: "issue_order_frequent",
  newest: "issue_order_newest",
} as const satisfies Record<IssueOrder, MessageName>;

const OTHER: Readonly<Record<IssueOrder, IssueOrder>> = { frequent: "newest", newest: "frequent" };

/** The order of the issues; those blocked by CORS come first in both. */
export function IssueOrderChoice({ store }: { store: Store }) {
  const order = store.issueOrder.value;
  return (
    <button
      type="button"
      class="chip order"
      title={say("issue_order")}
      onClick={() => {
        store.issueOrder.value = OTHER[order];
      }}
    >
      <span class="chip-name">{say(ORDERS[order])} </span>
      <span aria-hidden="true">⇅</span>
    </button>
  );
}
