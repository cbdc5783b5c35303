import { firstHop } from "../../exchange/exchange.ts";
import { BUCKET_LABELS } from "../model/bucket.ts";
import { counted } from "../model/counted.ts";
import { type Issue, type SharedChange, sharedRemedy, targetsOf } from "../model/issues.ts";
import { sharedRemedyText } from "../model/remedy-text.ts";
import { explanationOf, type Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { ChangeLines } from "./ChangeLines.tsx";
import { CopyButton } from "./CopyButton.tsx";
import { DetailPane } from "./DetailPane.tsx";
import { EvidenceTable } from "./EvidenceTable.tsx";
import { VisibleText } from "./VisibleText.tsx";

const WORDS = {
  detail: "Issue in detail",
  from: "from",
  newest: "As the newest of them shows:",
  one: "The change that mends it",
  all: (count: number) => `The one change that mends all ${count.toLocaleString("en")}`,
  none: "No one change of the server's answers mends them all.",
  perRequest: "Open a request below: each tells what it needs.",
  copy: "Copy",
  answersTo: "In the answers to",
  andMore: (count: number) => `and ${count.toLocaleString("en")} more`,
  affected: "Requests that met it",
  open: "Open",
  times: (count: number) => `×${count.toLocaleString("en")}`,
  more: (count: number) => `${counted(count, "further request")} to other addresses`,
};

const SHOWN_TARGETS = 20;
const SHOWN_CHANGED = 3;
const URL_CHARACTERS = 120;

interface IssueDetailProps {
  store: Store;
  issue: Issue;
  onClose: () => void;
}

/** One failure, the change that mends every request that met it, and the way to each of them. */
export function IssueDetail({ store, issue, onClose }: IssueDetailProps) {
  const rows = store.rowsOfIssue(issue.id);
  const { title, because, evidence, fix } = explanationOf(issue.newest);
  const remedy = sharedRemedy(rows);
  const targets = targetsOf(rows);
  const further = targets.slice(SHOWN_TARGETS).reduce((sum, { count }) => sum + count, 0);
  const show = (row: Row) => {
    store.selectedId.value = row.id;
    store.tab.value = "requests";
  };
  return (
    <DetailPane
      name={WORDS.detail}
      of={issue.id}
      bucket={issue.bucket}
      outcome={`${BUCKET_LABELS[issue.bucket]} · ${counted(issue.count, "request")}`}
      onClose={onClose}
    >
      <h2>
        <VisibleText value={title} />
      </h2>
      <section class="part first">
        <div class="part-head">
          <h3>{issue.count === 1 ? WORDS.one : WORDS.all(issue.count)}</h3>
          {remedy !== null && (
            <CopyButton label={WORDS.copy} text={() => sharedRemedyText(remedy)} />
          )}
        </div>
        {remedy === null ? (
          <p>
            {WORDS.none}{" "}
            {issue.count > 1 && issue.newest.verdict.remedy !== null && WORDS.perRequest}
          </p>
        ) : (
          remedy.map((change, index) => <Shared key={index} change={change} />)
        )}
        {fix.map((sentence) => (
          <p key={sentence}>
            <VisibleText value={sentence} />
          </p>
        ))}
      </section>

      <section class="part">
        <h3>{WORDS.affected}</h3>
        <ul class="targets">
          {targets.slice(0, SHOWN_TARGETS).map(({ row, count }) => {
            const { method, url } = firstHop(row.exchange);
            return (
              <li key={row.id}>
                <button type="button" class="target" onClick={() => show(row)}>
                  <span class="visually-hidden">{WORDS.open} </span>
                  <span class="row-method">
                    <VisibleText value={method} />
                  </span>{" "}
                  <span class="mono target-url">
                    <VisibleText value={url.slice(0, URL_CHARACTERS)} />
                    {url.length > URL_CHARACTERS && "…"}
                  </span>
                  <span class="row-times">{WORDS.times(count)}</span>
                </button>
              </li>
            );
          })}
        </ul>
        {further > 0 && <p class="subtle">{WORDS.more(further)}</p>}
      </section>

      <section class="part">
        {issue.count > 1 && <p class="subtle">{WORDS.newest}</p>}
        {because.map((sentence) => (
          <p key={sentence}>
            <VisibleText value={sentence} />
          </p>
        ))}
        {evidence.length > 0 && <EvidenceTable evidence={evidence} />}
      </section>
    </DetailPane>
  );
}

function Shared({ change }: { change: SharedChange }) {
  const shown = change.targets.slice(0, SHOWN_CHANGED);
  const more = change.targets.length - shown.length;
  return (
    <div class="change">
      <p class="change-where">
        {WORDS.answersTo}{" "}
        {shown.map((target, index) => (
          <span key={target}>
            {index > 0 && ", "}
            <span class="mono">
              <VisibleText value={target} shown={URL_CHARACTERS} />
            </span>
          </span>
        ))}
        {more > 0 && ` ${WORDS.andMore(more)}`}
      </p>
      <ChangeLines {...change} />
    </div>
  );
}
