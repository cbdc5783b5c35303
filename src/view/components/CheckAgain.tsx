import { useEffect, useState } from "preact/hooks";
import { isCheckedAgain } from "../../exchange/checked-again.ts";
import { firstHop } from "../../exchange/exchange.ts";
import { describeOutcome } from "../../explanation/describe-outcome.ts";
import { planRepeat } from "../../progress/plan-repeat.ts";
import { say, sayList } from "../../words/words.ts";
import type { Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { Mark } from "./Mark.tsx";
import { Phrase } from "./Phrase.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { VisibleText } from "./VisibleText.tsx";

const URL_CHARACTERS = 160;
/** A request that the page makes shows within this time. */
const PATIENCE_MS = 5_000;

interface CheckAgainProps {
  store: Store;
  actions: PanelActions;
  row: Row;
  /** Whether the new request is selected as soon as it is there. */
  follows: boolean;
}

/** Offers to have the page make a request again, after a question where that may change something. */
export function CheckAgain({ store, actions, row, follows }: CheckAgainProps) {
  const [isConfirming, setConfirming] = useState(false);
  const [sent, setSent] = useState<{ readonly at: number; readonly known: ReadonlySet<string> }>();
  const [isLate, setLate] = useState(false);
  // Nothing was to be confirmed of another request; the one that came is shown with what was.
  useEffect(() => {
    setConfirming(false);
    if (sent?.known.has(row.id)) setSent(undefined);
  }, [row.id]);
  const found = sent === undefined ? undefined : repetitionOf(row, store, sent.known);
  useEffect(() => {
    setLate(false);
    if (sent === undefined || found !== undefined) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [sent, found === undefined]);
  useEffect(() => {
    if (follows && found !== undefined) store.selectedId.value = found.id;
  }, [found?.id]);

  const plan = store.report === null ? planRepeat(row) : null;
  if (plan === null) return null;
  const { method, url } = firstHop(row.exchange);
  const needsQuestion = !plan.isSafe || plan.lacksBody || plan.unseenValues.length > 0;
  const send = () => {
    setConfirming(false);
    setSent({ at: Date.now(), known: new Set(store.recording.peek().rows.keys()) });
    actions.checkAgain(plan.call);
  };
  return (
    <div class="check-again">
      {isConfirming ? (
        <section class="question" aria-label={say("check_again")}>
          <p>
            <Phrase message={plan.isSafe ? "check_question_safe" : "check_question"}>
              <span class="mono">
                <VisibleText value={`${method} ${url}`} shown={URL_CHARACTERS} />
              </span>
            </Phrase>
          </p>
          {plan.unseenValues.length > 0 && (
            <p>
              <Phrase message="check_values">
                <VisibleText value={sayList(plan.unseenValues)} />
              </Phrase>
            </p>
          )}
          {plan.lacksBody && <p>{say("check_no_body")}</p>}
          {!plan.isSafe && row.verdict.preflight.needed === true && (
            <p class="subtle">{say("check_preflight_alone")}</p>
          )}
          <p class="part-tools">
            <button type="button" class="button primary" onClick={send}>
              {say("check_send")}
            </button>
            <button type="button" class="button" onClick={() => setConfirming(false)}>
              {say("check_cancel")}
            </button>
          </p>
        </section>
      ) : (
        <button
          type="button"
          class="button"
          title={say("check_again_title")}
          onClick={() => (needsQuestion ? setConfirming(true) : send())}
        >
          {say("check_again")}
        </button>
      )}
      <p role="status">
        {found !== undefined ? (
          <>
            <Mark kind={found.bucket} /> {say("check_result")}{" "}
            <VisibleText value={describeOutcome(found.verdict)} />{" "}
            {!follows && (
              <button
                type="button"
                class="link-button"
                onClick={() => {
                  store.selectedId.value = found.id;
                  store.tab.value = "requests";
                }}
              >
                {say("check_show")}
              </button>
            )}
          </>
        ) : (
          sent !== undefined && say(isLate ? "check_nothing" : "check_waiting")
        )}
      </p>
    </div>
  );
}

/** The request that the page has made since, for the reader or, where that is not known, at all. */
function repetitionOf(row: Row, store: Store, known: ReadonlySet<string>): Row | undefined {
  const { method, url } = firstHop(row.exchange);
  let found: Row | undefined;
  for (const other of store.recording.value.rows.values()) {
    const hop = firstHop(other.exchange);
    if (known.has(other.id) || hop.method !== method || hop.url !== url) continue;
    if (isCheckedAgain(other.exchange)) return other;
    found ??= other;
  }
  return found;
}
