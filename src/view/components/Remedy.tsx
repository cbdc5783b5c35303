import type { ComponentChildren } from "preact";
import type { Exchange } from "../../exchange/exchange.ts";
import { changedResponse } from "../../report/remedy-text.ts";
import type { RemedyChange } from "../../verdict/verdict.ts";
import { say } from "../../words/words.ts";
import { loadPart } from "../model/load-part.ts";
import { ChangeLines } from "./ChangeLines.tsx";
import { CopyButton } from "./CopyButton.tsx";
import { Phrase } from "./Phrase.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** A longer URL would hide the change. */
const URL_CHARACTERS = 160;

interface RemedyProps {
  exchange: Exchange;
  remedy: readonly RemedyChange[] | null;
  /** Whether to say that no change of headers helps, if there is none. */
  saysNone: boolean;
  /** The change in words, and anything to avoid. */
  fix: readonly string[];
  /** Whether those words come before the header lines. */
  fixFirst: boolean;
  includeSecrets: boolean;
  canCopy: boolean;
  /** Wraps the words about the change with an offer to try it in the tab. */
  inTrial: (words: ComponentChildren) => ComponentChildren;
  /** Called to simulate the change. */
  onSimulate: () => void;
  /** Shows the change beside its other forms. */
  inForms: (headers: ComponentChildren) => ComponentChildren;
}

/** The change as header lines for each response. */
export function Remedy(props: RemedyProps) {
  const { exchange, remedy, saysNone, fix, fixFirst, includeSecrets, canCopy } = props;
  const { inTrial, onSimulate, inForms } = props;
  const isChange = remedy !== null && remedy.length > 0;
  const sentences = <FixSentences fix={fix} changes={remedy} />;
  const after = !fixFirst && sentences;
  return (
    <section class="part">
      <div class="part-head">
        <h3>{say("remedy_title")}</h3>
        {isChange && (
          <span class="part-tools">
            {canCopy && (
              <CopyButton
                label={say("remedy_copy")}
                text={async () => {
                  const part = await loadPart(() => import("../../report/copy-remedy.ts"));
                  return part?.copyRemedy(exchange, remedy, includeSecrets);
                }}
              />
            )}
            <button type="button" class="button" onClick={onSimulate}>
              {say("remedy_try")}
            </button>
          </span>
        )}
      </div>
      {remedy === null && saysNone && <p>{say("remedy_none")}</p>}
      {fixFirst && sentences}
      {inForms(
        remedy?.map((change, index) => <Change key={index} exchange={exchange} change={change} />),
      )}
      {isChange ? inTrial(after) : after}
    </section>
  );
}

interface FixSentencesProps {
  fix: readonly string[];
  changes: readonly Pick<RemedyChange, "set">[] | null;
}

/** The change in words, without sentences that the header lines repeat. */
export function FixSentences({ fix, changes }: FixSentencesProps) {
  const lines = (changes ?? [])
    .flatMap(({ set }) => set)
    .filter(({ name }) => /^access-control-/i.test(name))
    .map(({ name, value }) => `${name}: ${value}`);
  return (
    <>
      {fix
        .filter((sentence) => !lines.some((line) => sentence.endsWith(line)))
        .map((sentence) => (
          <p key={sentence}>
            <VisibleText value={sentence} />
          </p>
        ))}
    </>
  );
}

function Change({ exchange, change }: { exchange: Exchange; change: RemedyChange }) {
  return (
    <div class="change">
      <p class="change-where">
        <Phrase message="remedy_response_to">
          <span class="mono">
            <VisibleText value={changedResponse(exchange, change)} shown={URL_CHARACTERS} />
          </span>
        </Phrase>
      </p>
      <ChangeLines {...change} />
    </div>
  );
}
