import { factsOf } from "../../browsers/facts-of.ts";
import { hidesRequestsOf } from "../../browsers/hidden-pages.ts";
import { firstHop } from "../../exchange/exchange.ts";
import { parseUrl } from "../../http/origin.ts";
import { BUCKETS } from "../../issues/bucket.ts";
import type { Browser } from "../../observation/observation.ts";
import type { ReportFormat } from "../../report/make-report.ts";
import { say, sayCount } from "../../words/words.ts";
import { sayBucket } from "../model/bucket-names.ts";
import { sayRequests, times } from "../model/counts.ts";
import type { Issue } from "../model/issues.ts";
import { explanationOfIssue, urlParts } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import type { Summary } from "../model/tally.ts";
import { ExportButtons } from "./ExportButtons.tsx";
import { ExportProgress } from "./ExportProgress.tsx";
import { Mark } from "./Mark.tsx";
import { Notices } from "./Notices.tsx";
import type { TrialActions } from "./panel-actions.ts";
import { SideChip } from "./SideChip.tsx";
import { TrialBanner } from "./TrialBanner.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** The functions that the popup needs from its shell. */
export interface PopupActions extends TrialActions {
  /** Requests the permission to see requests to all sites; called in a click. */
  allowAllSites(): void;
  openPanel(): void;
  /** Shows a problem in the tab's open panel, otherwise in a panel in a new tab. */
  showProblem(id: string): void;
  exportReport(format: ReportFormat, includeSecrets: boolean): void;
  /** Offers to save a bug report. */
  reportBug(): void;
}

interface PopupViewProps {
  store: Store;
  /** The page's URL; null if the browser does not reveal it, undefined until it is known. */
  url: URL | null | undefined;
  browser: Browser;
  actions: PopupActions;
}

/** The page at a glance: one sentence, the ranked problems, the counts. */
export function PopupView({ store, url, browser, actions }: PopupViewProps) {
  const summary = store.summary.value;
  const problems = store.issues.value;
  const hasRows = problems.length > 0 || summary.matching > 0;
  const { trial, loads = [], ...state } = store.recording.value.state;
  const noAccess = state.noAccess === true;
  // Firefox reveals neither the URL of its own pages nor that the tab has navigated to one.
  const isGone = url === null && isWeb(parseUrl(loads.at(-1)?.url ?? ""));
  const isHidden = url !== undefined && hidesRequestsOf(browser, url);
  const isClosed = isHidden && !noAccess && (!hasRows || isGone);
  const isSeen = hasRows && !isClosed;
  return (
    <main class="popup">
      <TrialBanner trial={trial} actions={actions} />
      <h1>{url && isWeb(url) ? <VisibleText value={url.host} /> : say("popup_this_page")}</h1>
      {(isSeen || !noAccess) && (
        <p class="judgement">
          {isSeen && <Mark kind={problems[0]?.bucket ?? "allowed"} />}
          {isClosed ? say("popup_closed") : judgement(store, summary, problems)}
        </p>
      )}
      {noAccess && (
        <section class="access">
          <p class="judgement" role="status">
            <Mark kind="warning" />
            {say(isSeen ? "access_partial" : "access_missing", factsOf(browser).productName)}
          </p>
          <button type="button" class="button primary" onClick={() => actions.allowAllSites()}>
            {say("access_allow")}
          </button>
        </section>
      )}

      {isSeen && problems.length > 0 && (
        <section class="problem-list">
          <h2>{say("popup_problems")}</h2>
          <ol class="problems">
            {problems.map((problem) => (
              <Problem
                key={problem.id}
                problem={problem}
                onOpen={() => actions.showProblem(problem.id)}
              />
            ))}
          </ol>
        </section>
      )}

      {isSeen && summary.matching > 0 && (
        <ul class="counts" aria-label={say("popup_counts")}>
          {BUCKETS.filter((bucket) => summary.counts[bucket] > 0).map((bucket) => (
            <li key={bucket}>
              <Mark kind={bucket} />
              {sayBucket(bucket)} <strong>{summary.counts[bucket]}</strong>
            </li>
          ))}
        </ul>
      )}

      <ExportProgress store={store} />
      <Notices notice={store.notice.value} />
      {!isClosed && (
        <footer>
          <button
            type="button"
            class={noAccess ? "button" : "button primary"}
            onClick={() => actions.openPanel()}
          >
            {say("popup_open_panel")}
          </button>
          <ExportButtons onExport={(format) => actions.exportReport(format, false)} />
        </footer>
      )}
      <p class="subtle">
        {!isClosed && say("popup_hint")}{" "}
        <button type="button" class="link-button" onClick={() => actions.reportBug()}>
          {say("bug_report")}
        </button>
      </p>
    </main>
  );
}

const isWeb = (url: URL | null) => url !== null && /^https?:/.test(url.protocol);

/** One of the panel's issues in short, as a button that opens it. */
function Problem({ problem, onOpen }: { problem: Issue; onOpen: () => void }) {
  const { bucket, count, speaker } = problem;
  const explanation = explanationOfIssue(problem);
  return (
    <li>
      <button type="button" class="problem" title={say("popup_show_problem")} onClick={onOpen}>
        <Mark kind={bucket} label={sayBucket(bucket)} />
        <span class="problem-title">
          <SideChip of={explanation} />
          <VisibleText value={explanation.title} />{" "}
          <span class="problem-who">
            <VisibleText value={urlParts(firstHop(speaker.exchange).url).host} />
          </span>
        </span>
        <span class="problem-count" title={sayRequests(count)}>
          {times(count)}
        </span>
      </button>
    </li>
  );
}

function judgement(store: Store, summary: Summary, problems: readonly Issue[]): string {
  if (store.connection.value === "outdated") return say("popup_outdated");
  if (problems.length > 0) {
    const stopped = problems.reduce((sum, { count }) => sum + count, 0);
    return say(
      "popup_stop",
      sayCount("problems_stop", problems.length),
      sayCount("stopped_requests", stopped),
    );
  }
  if (store.connection.value === "connecting") return say("popup_connecting");
  return summary.matching === 0 ? say("popup_nothing") : say("popup_no_problem");
}
