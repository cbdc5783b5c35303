import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createDetailStore, type DetailStore } from "./detail-store.ts";
import { createFilterStore, type FilterStore } from "./filter-store.ts";
import { createIssueStore, type IssueStore } from "./issue-store.ts";
import { NO_MEMORY, type PanelMemory, type PanelTab } from "./memory.ts";
import type { OpenedReport } from "./opened-report.ts";
import {
  createRecordingStore,
  type RecordingOptions,
  type RecordingStore,
} from "./recording-store.ts";

/** All that the panel and the popup show: four stores, and what concerns the whole panel. */
export interface Store extends RecordingStore, FilterStore, DetailStore, IssueStore {
  /** The report that is shown; null for what a tab does. */
  readonly report: OpenedReport | null;
  /** The last thing that went wrong for the reader, in words. */
  readonly notice: Signal<string | null>;
  readonly tab: Signal<PanelTab>;
  /** Width of the list beside the detail view, in percent. */
  readonly share: Signal<number>;
  /** What is to be remembered between sessions. */
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
  const filter = createFilterStore(recording.recording, tally, memory);
  const issues = createIssueStore(filter.summary, memory);
  const tab = signal(memory.tab);
  const share = signal(memory.share);
  return {
    ...recording,
    ...filter,
    ...detail,
    ...issues,
    report: report ?? null,
    notice: signal<string | null>(null),
    tab,
    share,
    memory: computed<PanelMemory>(() => ({
      tab: tab.value,
      text: filter.text.value,
      buckets: [...filter.buckets.value],
      sameOriginToo: filter.sameOriginToo.value,
      issueOrder: issues.issueOrder.value,
      share: share.value,
      openSections: [...detail.openSections.value],
      stacks: detail.stacks.value,
    })),
  };
}
