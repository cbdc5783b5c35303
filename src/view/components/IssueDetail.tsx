import type { ComponentChildren } from "preact";
import { type Exchange, firstHop } from "../../exchange/exchange.ts";
import { contextInList } from "../../explanation/call-context.ts";
import { targetsOf } from "../../issues/issue.ts";
import { isForConfiguration } from "../../stacks/server-at-fault.ts";
import { type SharedChange, sharedRemedy } from "../../verdict/remedy/shared-remedy.ts";
import { say, sayCount, sayNumber } from "../../words/words.ts";
import { sayBucket } from "../model/bucket-names.ts";
import { sayRequests, times } from "../model/counts.ts";
import { type Issue, isOvercome } from "../model/issues.ts";
import { loadPart } from "../model/load-part.ts";
import { explanationOfIssue, type Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { CalledFrom } from "./CalledFrom.tsx";
import { ChangeForms } from "./ChangeForms.tsx";
import { ChangeLines } from "./ChangeLines.tsx";
import { CopyButton } from "./CopyButton.tsx";
import { DetailPane } from "./DetailPane.tsx";
import { EvidenceTable } from "./EvidenceTable.tsx";
import { BECAME } from "./IssueRow.tsx";
import { following } from "./loaded-following.ts";
import { Phrase } from "./Phrase.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { FixSentences } from "./Remedy.tsx";
import { SideChip } from "./SideChip.tsx";
import { TrialOffer } from "./TrialOffer.tsx";
import { VisibleText } from "./VisibleText.tsx";

const SHOWN_TARGETS = 20;
const SHOWN_CHANGED = 3;
const URL_CHARACTERS = 120;

interface IssueDetailProps {
  store: Store;
  actions: PanelActions;
  issue: Issue;
  onClose: () => void;
}

/** One failure, the change that fixes all its requests, and links to each of them. */
export function IssueDetail({ store, actions, issue, onClose }: IssueDetailProps) {
  const follows = following.value;
  const { rows } = issue;
  const explanation = explanationOfIssue(issue);
  const { title, because, evidence, fix, fixFirst } = explanation;
  const helps = explanation.remedyHelps !== false;
  const remedy = helps ? sharedRemedy(rows) : null;
  const isHelpless = rows.every(({ verdict }) => verdict.remedy === null);
  const sentences = <FixSentences fix={fix} changes={remedy} />;
  const after = !fixFirst && sentences;
  const targets = targetsOf(rows);
  const further = targets.slice(SHOWN_TARGETS).reduce((sum, { count }) => sum + count, 0);
  /** For a row that was removed with its page, the request that replaced it. */
  const shownFor = (row: Row): Row | undefined => {
    const recorded = store.recording.value.rows;
    const { method, url } = firstHop(row.exchange);
    return (
      recorded.get(row.id) ??
      [...recorded.values()].findLast(({ exchange }) => {
        const hop = firstHop(exchange);
        return hop.method === method && hop.url === url;
      })
    );
  };
  const show = (row: Row) => {
    store.selectedId.value = shownFor(row)?.id ?? null;
    store.showTab("requests");
  };
  return (
    <DetailPane
      name={say("issue_name")}
      of={issue.id}
      bucket={isOvercome(issue) ? "allowed" : issue.bucket}
      outcome={
        <>
          {issue.became !== undefined && <span class="side">{say(BECAME[issue.became])}</span>}{" "}
          {isOvercome(issue)
            ? sayRequests(issue.count)
            : say("issue_outcome", sayBucket(issue.bucket), sayRequests(issue.count))}
        </>
      }
      tools={
        targets.length === 1 && (
          <CalledFrom exchange={issue.speaker.exchange} onOpen={actions.openLine} />
        )
      }
      onClose={onClose}
    >
      <h2>
        <SideChip of={explanation} />
        <VisibleText value={title} />
      </h2>
      <section class="part first">
        <div class="part-head">
          <h3>{issue.count === 1 ? say("remedy_title") : sayCount("issue_all", issue.count)}</h3>
          {remedy !== null && !store.report?.standalone && (
            <CopyButton
              label={say("remedy_copy")}
              text={async () => {
                const part = await loadPart(() => import("../../report/copy-remedy.ts"));
                return part?.copySharedRemedy(remedy, !store.settings.value.redactByDefault);
              }}
            />
          )}
        </div>
        {fixFirst && sentences}
        {remedy === null && helps ? (
          <p>
            {isHelpless ? say("remedy_none") : `${say("issue_none")} ${say("issue_per_request")}`}
          </p>
        ) : (
          remedy !== null && (
            <InForms {...{ store, actions, issue }}>
              {remedy.map((change, index) => (
                <Shared key={index} change={change} />
              ))}
            </InForms>
          )
        )}
        {helps && issue.became === undefined ? (
          <TrialOffer
            store={store}
            actions={actions}
            of={rows.map(({ exchange, verdict }) => ({ exchange, remedy: verdict.remedy }))}
          >
            {after}
          </TrialOffer>
        ) : (
          after
        )}
        {follows && (
          <follows.CheckAgain store={store} actions={actions} row={issue.speaker} follows={false} />
        )}
      </section>

      <section class="part">
        <h3>{say("issue_affected")}</h3>
        <ul class="targets">
          {targets.slice(0, SHOWN_TARGETS).map(({ newest: row, count }) => {
            const { method, url } = firstHop(row.exchange);
            return (
              <li key={row.id}>
                <button
                  type="button"
                  class="target"
                  disabled={issue.became !== undefined && shownFor(row) === undefined}
                  onClick={() => show(row)}
                >
                  <span class="visually-hidden">{say("issue_open")} </span>
                  <span class="row-method">
                    <VisibleText value={method} />
                  </span>{" "}
                  <span class="mono target-url">
                    <VisibleText value={url.slice(0, URL_CHARACTERS)} />
                    {url.length > URL_CHARACTERS && "…"}
                  </span>
                  <span class="row-times">{times(count)}</span>
                </button>
                <Caller exchange={row.exchange} actions={actions} />
              </li>
            );
          })}
        </ul>
        {further > 0 && <p class="subtle">{sayCount("issue_more", further)}</p>}
      </section>

      <section class="part">
        {issue.count > 1 && <p class="subtle">{say("issue_newest")}</p>}
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

/** The caller of a request if it is not the page itself, and the calling line. */
function Caller({ exchange, actions }: { exchange: Exchange; actions: PanelActions }) {
  const { name, isPage } = contextInList(exchange);
  return (
    <span class="target-caller">
      {!isPage && <span class="subtle">{name}</span>}
      <CalledFrom exchange={exchange} onOpen={actions.openLine} />
    </span>
  );
}

interface InFormsProps {
  store: Store;
  actions: PanelActions;
  issue: Issue;
  children: ComponentChildren;
}

/** The header lines beside the configuration, if a configuration can make the change. */
function InForms({ store, actions, issue: { rows, speaker }, children }: InFormsProps) {
  if (!isForConfiguration(speaker)) return <>{children}</>;
  return (
    <ChangeForms {...{ store, actions, rows, speaker, isProblem: true }}>{children}</ChangeForms>
  );
}

function Shared({ change }: { change: SharedChange }) {
  const shown = change.targets.slice(0, SHOWN_CHANGED);
  const more = change.targets.length - shown.length;
  const targets = (
    <span>
      {shown.map((target, index) => (
        <span key={target}>
          {index > 0 && ", "}
          <span class="mono">
            <VisibleText value={target} shown={URL_CHARACTERS} />
          </span>
        </span>
      ))}
    </span>
  );
  return (
    <div class="change">
      <p class="change-where">
        {more === 0 ? (
          <Phrase message="issue_responses_to">{targets}</Phrase>
        ) : (
          <Phrase message="issue_responses_to_more">
            {targets}
            <span>{sayNumber(more)}</span>
          </Phrase>
        )}
      </p>
      <ChangeLines {...change} />
    </div>
  );
}
