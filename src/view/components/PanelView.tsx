import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Browser } from "../../observation/observation.ts";
import { say } from "../../words/words.ts";
import { cells } from "../model/columns.ts";
import { loadPart } from "../model/load-part.ts";
import type { Store } from "../model/store.ts";
import { EmptyState } from "./EmptyState.tsx";
import { ExchangeList } from "./ExchangeList.tsx";
import { FILTER_ID } from "./FilterField.tsx";
import { FilterTerms } from "./FilterTerms.tsx";
import { IssueList } from "./IssueList.tsx";
import { following } from "./loaded-following.ts";
import { OutcomeChips } from "./OutcomeChips.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { StatusBar } from "./StatusBar.tsx";
import { TAB_PANEL_ID, tabId } from "./Tabs.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { focusList, LIST_ID } from "./VirtualList.tsx";

interface PanelViewProps {
  store: Store;
  browser: Browser;
  actions: PanelActions;
  /** Shown above everything else. */
  banner?: ComponentChildren;
}

export function PanelView({ store, browser, actions, banner }: PanelViewProps) {
  const loaded = useSignal<Details | null>(null);
  useEffect(() => {
    void loadPart(() => import("./details.ts")).then((part) => {
      loaded.value = part ?? null;
      cells.value = part?.cells ?? null;
    });
  }, [loaded]);
  const menus = useSignal<Menus | null>(null);
  useEffect(() => {
    if (store.report?.standalone) return;
    void loadPart(() => import("./menus.ts")).then((part) => {
      menus.value = part ?? null;
    });
  }, [store, menus]);
  useEffect(() => {
    if (store.report !== null) return;
    void loadPart(() => import("./following.ts")).then((part) => {
      if (part === undefined) return;
      following.value = part;
      store.progress.value ??= part.createProgressStore(store);
    });
  }, [store]);

  const tab = store.tab.value;
  const details = loaded.value;
  const detail =
    details !== null && store.detailOpen.value
      ? detailOf(details, store, actions, () => close())
      : null;
  const open = detail !== null;
  const share = store.share.value;
  const { visible, total } = store.summary.value;
  const { noAccess, callsUnheard, trial } = store.recording.value.state;
  const shown = tab === "issues" ? store.listedIssues.value.length : visible.length;
  const follows = following.value;
  const progress = store.progress.value;
  const comparing = progress?.comparing.value === true;
  const clear = () => {
    progress?.forget();
    actions.clear();
  };

  const close = () => {
    store.detailOpen.value = false;
    // If the detail view covered the list, the list is visible only after the next render.
    requestAnimationFrame(() => {
      const isNowhere = document.activeElement === null || document.activeElement === document.body;
      if (isNowhere) focusList();
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "c" && !event.altKey) {
      const row = tab === "issues" ? store.selectedIssue.value?.speaker : store.selected.value;
      const isInList = (event.target as Element).id === LIST_ID;
      // The browser copies text that the user has selected.
      if (!row || !isInList || menus.value === null || getSelection()?.isCollapsed === false)
        return;
      void menus.value.copyRow("summary", store, actions, row);
      event.preventDefault();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target as Element;
    if (event.key === "/" && !takesText(target)) {
      document.getElementById(FILTER_ID)?.focus();
    } else if (event.key === "Escape" && target.id === FILTER_ID) {
      if (store.text.value !== "") store.text.value = "";
      else focusList();
    } else if (event.key === "Escape" && comparing && progress !== null) {
      progress.comparing.value = false;
    } else if (event.key === "Escape" && open) {
      close();
    } else {
      return;
    }
    // DevTools would open its drawer on Escape.
    event.preventDefault();
    event.stopPropagation();
  };

  // Listens on the root, as no element may have the focus yet. DevTools listens on the document, which
  // handled keys must not reach.
  useEffect(() => {
    const root = document.documentElement;
    root.addEventListener("keydown", onKeyDown);
    return () => root.removeEventListener("keydown", onKeyDown);
  });

  const root = useRef<HTMLDivElement>(null);
  useEffect(
    () => (root.current === null ? undefined : details?.keepFocus(root.current)),
    [details],
  );

  return (
    <div class="panel" data-detail={open && !comparing} ref={root}>
      <button type="button" class="button primary skip" onClick={focusList}>
        {say("panel_skip")}
      </button>
      <header>
        <h1 class="visually-hidden">{say("panel_name")}</h1>
        <Toolbar store={store} actions={{ ...actions, clear }} />
        {banner}
        {follows && <follows.TrialBanner trial={trial} actions={actions} />}
        {noAccess && total > 0 && follows && <follows.AccessBanner browser={browser} />}
        {total > 0 && follows && (
          <follows.ClosedBanner store={store} browser={browser} actions={actions} />
        )}
        {callsUnheard && follows && <follows.UnheardBanner onReload={() => actions.reload()} />}
        <OutcomeChips store={store} />
        <FilterTerms store={store} />
        {follows && <follows.ProgressLine store={store} />}
      </header>
      <main class="panes" style={{ "--list-share": `${share}%` }}>
        <div id={TAB_PANEL_ID} class="tab-panel" role="tabpanel" aria-labelledby={tabId(tab)}>
          {comparing && follows !== null && progress !== null ? (
            <follows.CompareLoads store={store} progress={progress} />
          ) : shown === 0 ? (
            <EmptyState store={store} browser={browser} actions={actions} />
          ) : tab === "issues" ? (
            <IssueList key="issues" store={store} />
          ) : (
            <ExchangeList key="requests" store={store} />
          )}
        </div>
        {details !== null && open && !comparing && (
          <>
            <details.Splitter
              share={share}
              onChange={(next) => {
                store.share.value = next;
              }}
            />
            {detail}
          </>
        )}
      </main>
      <StatusBar store={store} />
      {menus.value && store.columnsMenu.value && (
        <menus.value.ColumnsMenu store={store} at={store.columnsMenu.value} />
      )}
      {menus.value && store.rowMenu.value && (
        <menus.value.RowMenu store={store} actions={actions} place={store.rowMenu.value} />
      )}
    </div>
  );
}

type Details = typeof import("./details.ts");
type Menus = typeof import("./menus.ts");

function detailOf(
  { ExchangeDetail, IssueDetail }: Details,
  store: Store,
  actions: PanelActions,
  onClose: () => void,
) {
  if (store.tab.value === "issues") {
    const issue = store.selectedIssue.value;
    return issue === null ? null : (
      <IssueDetail store={store} actions={actions} issue={issue} onClose={onClose} />
    );
  }
  const row = store.selected.value;
  return row === null ? null : (
    <ExchangeDetail store={store} actions={actions} row={row} onClose={onClose} />
  );
}

function takesText(element: Element): boolean {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && element.type !== "checkbox")
  );
}
