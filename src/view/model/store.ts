import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createDetailStore, type DetailStore } from "./detail-store.ts";
import { createExportStore, type ExportStore } from "./export-store.ts";
import { createFilterStore, type FilterStore } from "./filter-store.ts";
import { createIssueStore, type IssueStore } from "./issue-store.ts";
import { NO_MEMORY, type PanelMemory, type PanelTab } from "./memory.ts";
import type { OpenedReport } from "./opened-report.ts";
import {
  createRecordingStore,
  type RecordingOptions,
  type RecordingStore,
} from "./recording-store.ts";

/** The state of the panel and the popup: five stores, and what concerns the whole panel. */
export interface Store extends RecordingStore, FilterStore, DetailStore, IssueStore, ExportStore {
  /** The opened report; null if a tab's recording is shown. */
  readonly report: OpenedReport | null;
  /** The last error that concerns the user, in words. */
  readonly notice: Signal<string | null>;
  /** The last completed action, in words; empty after a while. */
  readonly said: Signal<string>;
  /** The visible view: the user's choice; before one, the issues once there are any. */
  readonly tab: ReadonlySignal<PanelTab>;
  /** Shows a view that the user chose. */
  showTab(tab: PanelTab): void;
  /** Shows an issue, even a future one, whatever the filter hides. */
  showProblem(id: string): void;
  /** Width of the list beside the detail view, in percent. */
  readonly share: Signal<number>;
  /** The state to remember between sessions. */
  readonly memory: ReadonlySignal<PanelMemory>;
}

export interface StoreOptions extends RecordingOptions {
  readonly memory?: PanelMemory;
  readonly report?: OpenedReport;
}

export function createStore({ memory = NO_MEMORY, report, ...options }: StoreOptions): Store {
  const { store: recording, tally } = createRecordingStore(options, (isThere) =>
    detail.keepSelection(isThere),
  );
  const detail = createDetailStore(recording.recording, memory);
  const filter = createFilterStore(recording, tally, memory);
  const issues = createIssueStore(filter.summary, memory);
  const chosenTab = signal<PanelTab | null>(null);
  /** null until one of the two is decided. */
  const issuesFirst = signal<boolean | null>(null);
  effect(() => {
    if (issuesFirst.value !== null) return;
    const isReading = detail.selectedId.value !== null || filter.text.value !== memory.text;
    if (isReading) issuesFirst.value = false;
    else if (filter.summary.value.issues > 0) issuesFirst.value = true;
  });
  const tab = computed(
    () => chosenTab.value ?? (issuesFirst.value === true ? "issues" : memory.tab),
  );
  const share = signal(memory.share);
  return {
    ...recording,
    ...filter,
    ...detail,
    ...issues,
    ...createExportStore(),
    report: report ?? null,
    notice: signal<string | null>(null),
    said: signal(""),
    tab,
    showTab: (wanted) => {
      chosenTab.value = wanted;
    },
    showProblem: (id) => {
      filter.text.value = "";
      filter.buckets.value = new Set();
      chosenTab.value = "issues";
      issues.selectedIssueId.value = id;
      detail.detailOpen.value = true;
    },
    share,
    memory: computed<PanelMemory>(() => ({
      tab: chosenTab.value ?? memory.tab,
      text: filter.text.value,
      buckets: [...filter.buckets.value],
      sameOriginToo: filter.sameOriginToo.value,
      issueOrder: issues.issueOrder.value,
      sort: filter.sort.value,
      columns: filter.columns.value,
      share: share.value,
      openSections: [...detail.openSections.value],
      stacks: detail.stacks.value,
    })),
  };
}
