import { say, sayCount } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import type { PanelActions } from "./PanelView.tsx";

/** Says why the list is empty and offers the one next step. */
export function EmptyState({ store, actions }: { store: Store; actions: PanelActions }) {
  const { total, hidden, visible } = store.summary.value;
  if (visible.length > 0) {
    return (
      <Empty
        title={say("empty_no_issue_title")}
        text={sayCount("empty_no_issue_one", "empty_no_issue_many", visible.length)}
        step={say("empty_show_requests")}
        onStep={() => {
          store.tab.value = "requests";
        }}
      />
    );
  }
  if (total > hidden) {
    return (
      <Empty
        title={say("empty_no_match_title")}
        text={sayCount("empty_no_match_one", "empty_no_match_many", total - hidden)}
        step={say("empty_reset_filter")}
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
        title={say("empty_paused_title")}
        text={say("empty_paused")}
        step={say("empty_record")}
        onStep={() => actions.setPaused(false)}
      />
    );
  }
  if (hidden > 0) {
    return (
      <Empty
        title={say("empty_nothing_title")}
        text={sayCount("empty_hidden_one", "empty_hidden_many", hidden)}
        step={say("empty_show_hidden")}
        onStep={() => {
          store.sameOriginToo.value = true;
        }}
      />
    );
  }
  return (
    <Empty
      title={say("empty_nothing_title")}
      text={say("empty_nothing")}
      step={say("empty_reload")}
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
