import { BUCKET_LABELS, BUCKETS } from "../model/bucket.ts";
import { counted } from "../model/counted.ts";
import { type Problem, rankProblems } from "../model/selectors.ts";
import type { Store } from "../model/store.ts";
import type { Summary } from "../model/tally.ts";
import { ExportButtons, type ReportFormat } from "./ExportButtons.tsx";
import { Mark } from "./Mark.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** What the popup asks of its shell. */
export interface PopupActions {
  openPanel(): void;
  exportReport(format: ReportFormat, includeSecrets: boolean): void;
}

const WORDS = {
  noHost: "This page",
  connecting: "Looking at what was recorded…",
  outdated: "The extension was updated. Close this popup and open it again.",
  counts: "Requests by outcome",
  problems: "What to change",
  more: (count: number) => `${count} more in the panel`,
  openPanel: "Open the panel",
  hint: "Or press F12 on the page (⌥⌘I on a Mac) and choose the panel CORS: beside the page you see each request as it happens.",
  nothing:
    "No cross-origin request was recorded here yet. Reload the page to record from its start.",
  noProblem: "No request was blocked here.",
  requests: (count: number) => counted(count, "request"),
};

/** A popup is a glance: the first few problems are enough. */
const SHOWN_PROBLEMS = 6;

interface PopupViewProps {
  store: Store;
  host: string | null;
  actions: PopupActions;
}

/** The page in one glance: one sentence, the problems ranked, the counts. */
export function PopupView({ store, host, actions }: PopupViewProps) {
  const summary = store.summary.value;
  const problems = rankProblems(store.recording.value.rows.values());
  return (
    <main class="popup">
      <h1>{host === null ? WORDS.noHost : <VisibleText value={host} />}</h1>
      <p class="judgement">
        {(problems.length > 0 || summary.matching > 0) && (
          <Mark kind={problems[0]?.bucket ?? "allowed"} />
        )}
        {judgement(store, summary, problems)}
      </p>

      {problems.length > 0 && (
        <section>
          <h2>{WORDS.problems}</h2>
          <ol class="problems">
            {problems.slice(0, SHOWN_PROBLEMS).map(({ title, bucket, count }) => (
              <li key={title}>
                <Mark kind={bucket} label={BUCKET_LABELS[bucket]} />
                <span class="problem-title">
                  <VisibleText value={title} />
                </span>
                <span class="problem-count" title={WORDS.requests(count)}>
                  ×{count}
                </span>
              </li>
            ))}
          </ol>
          {problems.length > SHOWN_PROBLEMS && (
            <p class="subtle">{WORDS.more(problems.length - SHOWN_PROBLEMS)}</p>
          )}
        </section>
      )}

      {summary.matching > 0 && (
        <ul class="counts" aria-label={WORDS.counts}>
          {BUCKETS.filter((bucket) => summary.counts[bucket] > 0).map((bucket) => (
            <li key={bucket}>
              <Mark kind={bucket} />
              {BUCKET_LABELS[bucket]} <strong>{summary.counts[bucket]}</strong>
            </li>
          ))}
        </ul>
      )}

      {store.notice.value !== null && <p role="alert">{store.notice.value}</p>}
      <footer>
        <button type="button" class="button primary" onClick={() => actions.openPanel()}>
          {WORDS.openPanel}
        </button>
        <ExportButtons onExport={(format) => actions.exportReport(format, false)} />
      </footer>
      <p class="subtle">{WORDS.hint}</p>
    </main>
  );
}

function judgement(store: Store, summary: Summary, problems: readonly Problem[]): string {
  if (store.connection.value === "outdated") return WORDS.outdated;
  if (problems.length > 0) {
    const stopped = problems.reduce((sum, { count }) => sum + count, 0);
    const verb = problems.length === 1 ? "stops" : "stop";
    return `${counted(problems.length, "problem")} ${verb} ${counted(stopped, "request")}.`;
  }
  if (store.connection.value === "connecting") return WORDS.connecting;
  return summary.matching === 0 ? WORDS.nothing : WORDS.noProblem;
}
