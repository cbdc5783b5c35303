import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { IssueOrder } from "../../issues/issue.ts";
import type { FilterStore } from "./filter-store.ts";
import { type Issue, issuesOf } from "./issues.ts";
import type { PanelMemory } from "./memory.ts";
import type { ProgressStore } from "./progress-store.ts";

/** The failures among the visible requests, and the selected one. */
export interface IssueStore {
  /** The failures among the visible requests of this page, each once. */
  readonly issues: ReadonlySignal<readonly Issue[]>;
  /** The same, and earlier pages' problems with what became of them. */
  readonly listedIssues: ReadonlySignal<readonly Issue[]>;
  /** The progress of earlier pages' problems; null until that part is loaded. */
  readonly progress: Signal<ProgressStore | null>;
  readonly issueOrder: Signal<IssueOrder>;
  readonly selectedIssueId: Signal<string | null>;
  readonly selectedIssue: ReadonlySignal<Issue | null>;
}

export function createIssueStore(
  summary: FilterStore["summary"],
  remembered: PanelMemory,
): IssueStore {
  const issueOrder = signal(remembered.issueOrder);
  const selectedIssueId = signal<string | null>(null);
  let lastIssues: readonly Issue[] = [];
  const issues = computed(() => {
    lastIssues = issuesOf(summary.value.current, issueOrder.value, lastIssues);
    return lastIssues;
  });
  const progress = signal<ProgressStore | null>(null);
  const listedIssues = computed(() => progress.value?.listed.value ?? issues.value);
  const selectedIssue = computed(
    () => listedIssues.value.find((issue) => issue.id === selectedIssueId.value) ?? null,
  );
  return { issues, listedIssues, progress, issueOrder, selectedIssueId, selectedIssue };
}
