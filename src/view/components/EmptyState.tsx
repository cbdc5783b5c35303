import { useEffect, useState } from "preact/hooks";
import { factsOf } from "../../browsers/facts-of.ts";
import type { Browser } from "../../observation/observation.ts";
import { say, sayCount } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import type { PanelActions } from "./panel-actions.ts";
import { sayHowToAllow } from "./say-how-to-allow.ts";
import { watchPageClosed } from "./watch-page-closed.ts";

interface EmptyStateProps {
  store: Store;
  browser: Browser;
  actions: PanelActions;
}

/** Shows why the list is empty, and offers the one next step. */
export function EmptyState({ store, browser, actions }: EmptyStateProps) {
  const { state } = store.recording.value;
  const { total, hidden, visible } = store.summary.value;
  if (visible.length > 0) {
    return (
      <Empty
        title={say("empty_no_issue_title")}
        text={sayCount("empty_no_issue", visible.length)}
        step={say("empty_show_requests")}
        onStep={() => store.showTab("requests")}
      />
    );
  }
  if (total > hidden) {
    return (
      <Empty
        title={say("empty_no_match_title")}
        text={sayCount("empty_no_match", total - hidden)}
        step={say("empty_reset_filter")}
        onStep={() => {
          store.text.value = "";
          store.buckets.value = new Set();
        }}
      />
    );
  }
  if (state.noAccess && total === 0) {
    const title = say("access_missing", factsOf(browser).productName);
    return <Unavailable title={title} text={sayHowToAllow(browser)} />;
  }
  if (state.paused) {
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
        text={sayCount("empty_hidden", hidden)}
        step={say("empty_show_hidden")}
        onStep={() => {
          store.sameOriginToo.value = true;
        }}
      />
    );
  }
  if (store.report !== null) return <p class="empty">{say("empty_report")}</p>;
  return <Nothing loads={state.loads} actions={actions} />;
}

/** A reload helps, unless the page is hidden from extensions. */
function Nothing({ loads, actions }: Pick<EmptyStateProps, "actions"> & { loads: unknown }) {
  const [isClosed, setClosed] = useState(false);
  // Each load may show another page.
  useEffect(() => watchPageClosed(actions, setClosed), [loads, actions]);
  if (isClosed) return <Unavailable title={say("popup_closed")} />;
  return (
    <Empty
      title={say("empty_nothing_title")}
      text={say("empty_nothing")}
      step={say("empty_reload")}
      onStep={() => actions.reload()}
    />
  );
}

/** No button here would help. */
function Unavailable({ title, text }: { title: string; text?: string }) {
  return (
    <div class="empty" role="status">
      <h2>{title}</h2>
      {text && <p>{text}</p>}
    </div>
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
