import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { IssueOrder } from "../../issues/issue.ts";
import type { FilterStore } from "./filter-store.ts";
import { type Issue, issuesOf } from "./issues.ts";
import type { PanelMemory } from "./memory.ts";

/** The failures among what the list shows, and the one that is selected. */
export interface IssueStore {
  /** The failures among what the list shows, each once. */
  readonly issues: ReadonlySignal<readonly Issue[]>;
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
    lastIssues = issuesOf(summary.value.visible, issueOrder.value, lastIssues);
    return lastIssues;
  });
  const selectedIssue = computed(
    () => issues.value.find((issue) => issue.id === selectedIssueId.value) ?? null,
  );
  return { issues, issueOrder, selectedIssueId, selectedIssue };
}
