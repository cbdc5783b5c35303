import { useEffect, useRef, useState } from "preact/hooks";
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
/** A repeated request is recorded within this time. */
const PATIENCE_MS = 5_000;

interface CheckAgainProps {
  store: Store;
  actions: PanelActions;
  row: Row;
  /** Whether to select the new request once it is recorded. */
  follows: boolean;
}

/** A repetition that was requested from the page, and the exchanges recorded before it. */
interface Sent {
  readonly of: string;
  /** Its method and URL. */
  readonly target: string;
  readonly known: ReadonlySet<string>;
}

/** Offers to make the page repeat a request; confirms first if that may change data. */
export function CheckAgain({ store, actions, row, follows }: CheckAgainProps) {
  /** The id of the row whose request is to be confirmed. */
  const [confirming, setConfirming] = useState<string | null>(null);
  const isConfirming = confirming === row.id;
  const [lastSent, setSent] = useState<Sent | null>(null);
  const { method, url } = firstHop(row.exchange);
  const target = `${method} ${url}`;
  // The row of the repetition shows the result as well; any other request was not repeated.
  const isOfIt = lastSent?.of === row.id || lastSent?.known.has(row.id) === false;
  const sent = isOfIt && lastSent?.target === target ? lastSent : null;
  const followed = useRef<string | null>(null);
  const [isLate, setLate] = useState(false);
  const found = sent === null ? undefined : repetitionOf(row, store, sent.known);
  useEffect(() => {
    setLate(false);
    if (sent === null || found !== undefined) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [sent, found === undefined]);
  useEffect(() => {
    if (!follows || found === undefined || sent?.of !== row.id) return;
    // Only once: the user may go back.
    if (followed.current !== found.id) store.selectedId.value = found.id;
    followed.current = found.id;
  }, [found?.id]);

  const plan = store.report === null ? planRepeat(row) : null;
  if (plan === null) return null;
  const needsQuestion = !plan.isSafe || plan.lacksBody || plan.unseenValues.length > 0;
  const send = () => {
    setConfirming(null);
    setSent({ of: row.id, target, known: new Set(store.recording.peek().rows.keys()) });
    actions.checkAgain(plan.call);
  };
  return (
    <div class="check-again">
      {isConfirming ? (
        <section class="question" aria-label={say("check_again")}>
          <p>
            <Phrase message={plan.isSafe ? "check_question_safe" : "check_question"}>
              <span class="mono">
                <VisibleText value={target} shown={URL_CHARACTERS} />
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
            <button type="button" class="button" onClick={() => setConfirming(null)}>
              {say("check_cancel")}
            </button>
          </p>
        </section>
      ) : (
        <button
          type="button"
          class="button"
          title={say("check_again_title")}
          onClick={() => (needsQuestion ? setConfirming(row.id) : send())}
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
                  store.showTab("requests");
                }}
              >
                {say("check_show")}
              </button>
            )}
          </>
        ) : (
          sent !== null && say(isLate ? "check_nothing" : "check_waiting")
        )}
      </p>
    </div>
  );
}

/**
 * The request that the page made since then: the repeated one if it is marked, otherwise any to the same URL.
 */
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
