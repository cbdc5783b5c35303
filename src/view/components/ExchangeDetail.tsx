import { useEffect } from "preact/hooks";
import { describeOutcome } from "../../explanation/describe-outcome.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import { isForConfiguration } from "../../stacks/server-at-fault.ts";
import { say } from "../../words/words.ts";
import { otherFindings } from "../model/describe-cause.ts";
import { explanationOf, type Row, remedyOf } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { CallStack } from "./CalledFrom.tsx";
import { ChangeForms } from "./ChangeForms.tsx";
import { CopyMenu } from "./CopyMenu.tsx";
import { DetailPane, scrollDetailTo } from "./DetailPane.tsx";
import { DetailSections, unfold, WHAT_IF } from "./DetailSections.tsx";
import { EvidenceTable } from "./EvidenceTable.tsx";
import { ExchangeHead } from "./ExchangeHead.tsx";
import { following } from "./loaded-following.ts";
import { messageId } from "./Messages.tsx";
import { Alternatives, OtherFindings } from "./OtherFindings.tsx";
import { OutLink } from "./OutLink.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { Remedy } from "./Remedy.tsx";
import { SequenceDiagram } from "./SequenceDiagram.tsx";
import { ShowInNetwork } from "./ShowInNetwork.tsx";
import { TrialOffer } from "./TrialOffer.tsx";
import { textOfRow } from "./text-of-row.ts";
import { VisibleText } from "./VisibleText.tsx";

interface ExchangeDetailProps {
  store: Store;
  actions: PanelActions;
  row: Row;
  onClose: () => void;
}

/** One exchange: the change first, everything else collapsed. */
export function ExchangeDetail({ store, actions, row, onClose }: ExchangeDetailProps) {
  const follows = following.value;
  const { exchange, verdict } = row;
  const explanation = explanationOf(row);
  const includeSecrets = !store.settings.value.redactByDefault;
  const helps = explanation.remedyHelps !== false;
  const remedy = remedyOf(row);
  const also = helps ? otherFindings(row) : [];
  const wrong = verdict.cause !== null && verdict.outcome !== "opaque";
  // A pending scroll to "What if" ends with its exchange.
  useEffect(
    () => () => {
      store.soughtWhatIf.value = null;
    },
    [row.id, store],
  );

  return (
    <DetailPane
      name={say("detail_name")}
      of={row.id}
      bucket={row.bucket}
      outcome={<VisibleText value={describeOutcome(verdict)} />}
      tools={
        !store.report?.standalone && (
          <>
            <ShowInNetwork actions={actions} row={row} />
            <CopyMenu
              without={
                verdict.preflight.needed === true
                  ? []
                  : ["curl-preflight", "cmd-preflight", "powershell-preflight"]
              }
              includeSecrets={includeSecrets}
              textOf={(kind) => textOfRow(kind, store, actions, row, includeSecrets)}
            />
          </>
        )
      }
      onClose={onClose}
    >
      <ExchangeHead store={store} actions={actions} row={row} />

      {(wrong || verdict.remedy !== null || explanation.fix.length > 0) && (
        <Remedy
          exchange={exchange}
          remedy={remedy}
          saysNone={wrong && helps}
          fix={explanation.fix}
          fixFirst={explanation.fixFirst === true}
          includeSecrets={includeSecrets}
          canCopy={!store.report?.standalone}
          inForms={(headers) =>
            (helps ? isForConfiguration(row) : remedy !== null) ? (
              <ChangeForms
                {...{ store, actions, rows: [row], speaker: row, isProblem: false }}
                remedy={remedy}
              >
                {headers}
              </ChangeForms>
            ) : (
              headers
            )
          }
          inTrial={(words) => (
            <TrialOffer store={store} actions={actions} of={[{ exchange, remedy }]}>
              {words}
            </TrialOffer>
          )}
          onSimulate={() => {
            store.whatIf.value = { exchangeId: row.id, edit: "remedy" };
            store.soughtWhatIf.value = row.id;
            unfold(store, WHAT_IF);
          }}
        />
      )}

      {follows && <follows.CheckAgain store={store} actions={actions} row={row} follows />}

      <Why explanation={explanation} />
      <Alternatives row={row} />

      <SequenceDiagram
        exchange={exchange}
        verdict={verdict}
        onShow={(hop, stage) => showMessage(store, messageId(hop, stage))}
      />

      <CallStack exchange={exchange} onOpen={actions.openLine} />
      <OtherFindings row={row} findings={also} />

      <DetailSections store={store} row={row} />

      {explanation.learnMore.length > 0 && (
        <p class="learn-more">
          {say("detail_learn_more")}{" "}
          {explanation.learnMore.map(({ label, url: href }) => (
            <OutLink key={href} url={href} label={label} />
          ))}
        </p>
      )}
    </DetailPane>
  );
}

/** The reasons, and the decisive headers. */
function Why({ explanation: { because, evidence } }: { explanation: Explanation }) {
  if (because.length === 0 && evidence.length === 0) return null;
  return (
    <section class="part">
      <h3>{say("detail_decided")}</h3>
      {because.map((sentence) => (
        <p key={sentence}>
          <VisibleText value={sentence} />
        </p>
      ))}
      {evidence.length > 0 && <EvidenceTable evidence={evidence} />}
    </section>
  );
}

/** Expands the messages and scrolls to one of them. */
function showMessage(store: Store, id: string): void {
  unfold(store, "messages");
  // The message is in the document after the next render.
  requestAnimationFrame(() => {
    const message = document.getElementById(id);
    if (message === null) return;
    scrollDetailTo(message);
    message.focus({ preventScroll: true });
  });
}
