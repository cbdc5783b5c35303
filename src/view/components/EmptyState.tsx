import { counted } from "../model/counted.ts";
import type { Store } from "../model/store.ts";
import type { PanelActions } from "./PanelView.tsx";

const WORDS = {
  nothingTitle: "No cross-origin requests yet",
  nothing:
    "Requests of this page to other origins appear here as they happen, each with its outcome and, when it was stopped, what to change.",
  reload: "Reload page",
  pausedTitle: "Recording is paused",
  paused: "Requests made now are not recorded.",
  record: "Record",
  hiddenTitle: "No cross-origin requests yet",
  hidden: (count: number) =>
    `${counted(count, "request")} went to the page's own origin or navigated, where CORS plays no part.`,
  showHidden: "Show them",
  noMatchTitle: "No request matches the filter",
  noMatch: (count: number) => `${counted(count, "request")} recorded.`,
  resetFilter: "Show all",
  noIssueTitle: "Nothing to mend here",
  noIssue: (count: number) =>
    `${counted(count, "request")} shown, and none of them was stopped. What stops one appears here, once for all the requests it stops.`,
  showRequests: "Show the requests",
};

/** Says why the list is empty and offers the one next step. */
export function EmptyState({ store, actions }: { store: Store; actions: PanelActions }) {
  const { total, hidden, visible } = store.summary.value;
  if (visible.length > 0) {
    return (
      <Empty
        title={WORDS.noIssueTitle}
        text={WORDS.noIssue(visible.length)}
        step={WORDS.showRequests}
        onStep={() => {
          store.tab.value = "requests";
        }}
      />
    );
  }
  if (total > hidden) {
    return (
      <Empty
        title={WORDS.noMatchTitle}
        text={WORDS.noMatch(total - hidden)}
        step={WORDS.resetFilter}
        onStep={() => {
          store.text.value = "";
          store.buckets.value = new Set();
        }}
      />
    );
  }
  if (store.recording.value.state.paused) {
    return (
      <Empty
        title={WORDS.pausedTitle}
        text={WORDS.paused}
        step={WORDS.record}
        onStep={() => actions.setPaused(false)}
      />
    );
  }
  if (hidden > 0) {
    return (
      <Empty
        title={WORDS.hiddenTitle}
        text={WORDS.hidden(hidden)}
        step={WORDS.showHidden}
        onStep={() => {
          store.sameOriginToo.value = true;
        }}
      />
    );
  }
  return (
    <Empty
      title={WORDS.nothingTitle}
      text={WORDS.nothing}
      step={WORDS.reload}
      onStep={() => actions.reload()}
    />
  );
}

interface EmptyProps {
  title: string;
  text: string;
  step: string;
  onStep: () => void;
}

function Empty({ title, text, step, onStep }: EmptyProps) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{text}</p>
      <button type="button" class="button primary" onClick={onStep}>
        {step}
      </button>
    </div>
  );
}
