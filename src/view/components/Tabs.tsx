import { type MessageName, say, sayNumber } from "../../words/words.ts";
import type { PanelTab } from "../model/memory.ts";
import type { Store } from "../model/store.ts";

const NAMES = {
  issues: "list_issues",
  requests: "list_requests",
} as const satisfies Record<PanelTab, MessageName>;

const TABS: readonly PanelTab[] = ["issues", "requests"];

export const TAB_PANEL_ID = "shown";

export function tabId(tab: PanelTab): string {
  return `tab-${tab}`;
}

/** The two views of the recording, each with its number of items. */
export function Tabs({ store }: { store: Store }) {
  const chosen = store.tab.value;
  const counts = {
    issues: store.summary.value.issues,
    requests: store.summary.value.visible.length,
  };
  const choose = (tab: PanelTab) => {
    store.showTab(tab);
    document.getElementById(tabId(tab))?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={say("panel_views")}>
      {TABS.map((tab, index) => (
        <button
          key={tab}
          id={tabId(tab)}
          type="button"
          role="tab"
          class="tab"
          aria-selected={tab === chosen}
          aria-controls={TAB_PANEL_ID}
          tabIndex={tab === chosen ? 0 : -1}
          onClick={() => choose(tab)}
          onKeyDown={(event) => {
            const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
            if (step === undefined) return;
            choose(TABS[(index + step + TABS.length) % TABS.length] as PanelTab);
            event.preventDefault();
          }}
        >
          {say(NAMES[tab])} <span class="chip-count">{sayNumber(counts[tab])}</span>
        </button>
      ))}
    </div>
  );
}
