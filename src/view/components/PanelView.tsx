import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Settings } from "../../protocol/messages.ts";
import type { Store } from "../model/store.ts";
import { EmptyState } from "./EmptyState.tsx";
import { ExchangeDetail } from "./ExchangeDetail.tsx";
import { ExchangeList, LIST_ID } from "./ExchangeList.tsx";
import type { ReportFormat } from "./ExportButtons.tsx";
import { OutcomeChips } from "./OutcomeChips.tsx";
import { Splitter } from "./Splitter.tsx";
import { StatusBar } from "./StatusBar.tsx";
import { FILTER_ID, Toolbar } from "./Toolbar.tsx";

/** What the panel asks of its shell. */
export interface PanelActions {
  clear(): void;
  setPaused(paused: boolean): void;
  setSettings(settings: Settings): void;
  /** Reloads the page that is debugged. */
  reload(): void;
  exportReport(format: ReportFormat, includeSecrets: boolean): void;
}

const WORDS = {
  name: "Crosscheck: cross-origin requests",
};

/** Of the list beside the detail view, in percent. */
const LIST_SHARE = 40;

export function PanelView({ store, actions }: { store: Store; actions: PanelActions }) {
  const share = useSignal(LIST_SHARE);
  const selected = store.selected.value;
  const open = store.detailOpen.value && selected !== null;
  const empty = store.summary.value.visible.length === 0;

  const close = () => {
    store.detailOpen.value = false;
    // Where the detail view covered the list, the list is there again only after the next render.
    requestAnimationFrame(() => document.getElementById(LIST_ID)?.focus());
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target as Element;
    if (event.key === "/" && !takesText(target)) {
      document.getElementById(FILTER_ID)?.focus();
    } else if (event.key === "Escape" && target.id === FILTER_ID) {
      if (store.text.value !== "") store.text.value = "";
      else document.getElementById(LIST_ID)?.focus();
    } else if (event.key === "Escape" && open) {
      close();
    } else {
      return;
    }
    // DevTools would open its drawer on Escape.
    event.preventDefault();
    event.stopPropagation();
  };

  // On the document, because nothing may have the focus yet.
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });

  return (
    <div class="panel" data-detail={open}>
      <header>
        <h1 class="visually-hidden">{WORDS.name}</h1>
        <Toolbar store={store} actions={actions} />
        <OutcomeChips store={store} />
      </header>
      <main class="panes" style={{ "--list-share": `${share.value}%` }}>
        {empty ? <EmptyState store={store} actions={actions} /> : <ExchangeList store={store} />}
        {open && (
          <>
            <Splitter
              share={share.value}
              onChange={(next) => {
                share.value = next;
              }}
            />
            <ExchangeDetail store={store} row={selected} onClose={close} />
          </>
        )}
      </main>
      <StatusBar store={store} />
    </div>
  );
}

function takesText(element: Element): boolean {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && element.type !== "checkbox")
  );
}
