import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { explain } from "../../explanation/explain.ts";
import { laneTitle } from "../../explanation/lane-title.ts";
import type { Bucket } from "../../issues/bucket.ts";
import { LANES } from "../../verdict/lane-name.ts";
import { rulesOf } from "../../verdict/lanes/observed.ts";
import {
  asRecorded,
  type EditedResponse,
  isSameEdit,
  type PredictedLane,
  type Prediction,
  predict,
  readHeaders,
  readOrigin,
  responseKey,
  type WhatIfEdit,
  withRemedy,
} from "../../verdict/predict.ts";
import type { Cause, Verdict } from "../../verdict/verdict.ts";
import { type MessageName, say, sayCount } from "../../words/words.ts";
import { explainAlternative } from "../model/describe-cause.ts";
import { type Row, remedyOf } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { scrollDetailTo } from "./DetailPane.tsx";
import { EvidenceTable } from "./EvidenceTable.tsx";
import { Mark } from "./Mark.tsx";
import { Phrase } from "./Phrase.tsx";
import { VisibleText } from "./VisibleText.tsx";

const OUTCOMES: Readonly<Record<PredictedLane["outcome"], { bucket: Bucket; says: MessageName }>> =
  {
    allowed: { bucket: "allowed", says: "whatif_allowed" },
    opaque: { bucket: "opaque", says: "whatif_opaque" },
    blocked: { bucket: "blocked", says: "whatif_blocked" },
    open: { bucket: "unknown", says: "whatif_passes" },
  };

const OPEN: Readonly<Record<NonNullable<Prediction["open"]>, MessageName>> = {
  response: "whatif_open_response",
  redirect: "whatif_open_redirect",
  preflight: "whatif_open_preflight",
};

const MODES = ["cors", "no-cors", "same-origin"] as const;
const CREDENTIALS = ["omit", "same-origin", "include"] as const;

interface WhatIfProps {
  store: Store;
  row: Row;
}

/** The edited exchange, and each lane's predicted verdict on it. */
export function WhatIf({ store, row }: WhatIfProps) {
  const { exchange, verdict } = row;
  const first = useRef<HTMLInputElement>(null);
  const recorded = asRecorded(exchange, verdict);
  const isSought = store.soughtWhatIf.value === row.id;
  useLayoutEffect(() => {
    if (!isSought) return;
    store.soughtWhatIf.value = null;
    const section = first.current?.closest("details");
    if (section) scrollDetailTo(section);
  }, [isSought, store]);
  const remedy = remedyOf(row);
  const held = store.whatIf.value?.exchangeId === row.id ? store.whatIf.value.edit : recorded;
  const edit = held === "remedy" ? withRemedy(recorded, remedy ?? []) : held;
  const changed = !isSameEdit(edit, recorded);
  const change = (part: Partial<WhatIfEdit>) => {
    store.whatIf.value = { exchangeId: row.id, edit: { ...edit, ...part } };
  };
  const restore = () => {
    store.whatIf.value = null;
    first.current?.focus();
  };
  const prediction = predict(exchange, verdict, edit);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: handles Escape for its fields.
    <div
      class="what-if"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !changed) return;
        restore();
        // Otherwise Escape would close the detail view, or open DevTools' drawer.
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <p class="subtle">{say("whatif_lead")}</p>
      <div class="what-if-fields">
        <OriginField value={edit.origin} field={first} onChange={(origin) => change({ origin })} />
        <Choice
          label={say("whatif_mode")}
          value={edit.mode}
          choices={MODES}
          onChange={(mode) => change({ mode })}
        />
        <Choice
          label={say("whatif_credentials")}
          value={edit.credentials}
          choices={CREDENTIALS}
          onChange={(credentials) => change({ credentials })}
        />
      </div>
      {exchange.hops.flatMap((hop, index) => {
        const stages = [
          ...(hop.preflight !== null || prediction.open === "preflight"
            ? [{ stage: "preflight", method: "OPTIONS" } as const]
            : []),
          { stage: "request", method: hop.method } as const,
        ];
        return stages.map(({ stage, method }) => {
          const key = responseKey(index, stage);
          return (
            <ResponseFields
              key={key}
              target={`${method} ${hop.url}`}
              response={edit.responses[key] ?? null}
              changed={
                JSON.stringify(edit.responses[key] ?? null) !==
                JSON.stringify(recorded.responses[key] ?? null)
              }
              onChange={(response) => change({ responses: { ...edit.responses, [key]: response } })}
            />
          );
        });
      })}
      <Result prediction={prediction} changed={changed} recorded={verdict} />
      <p class="what-if-tools">
        <button type="button" class="button" disabled={!changed} onClick={restore}>
          {say("whatif_back")}
        </button>
        {remedy !== null && (
          <button
            type="button"
            class="button"
            onClick={() => {
              store.whatIf.value = { exchangeId: row.id, edit: "remedy" };
            }}
          >
            {say("whatif_remedy")}
          </button>
        )}
      </p>
    </div>
  );
}

interface OriginFieldProps {
  value: string;
  field: { current: HTMLInputElement | null };
  onChange: (origin: string) => void;
}

function OriginField({ value, field, onChange }: OriginFieldProps) {
  /** Typed text that is not an origin yet, or is spelled differently; `of` is the value that it replaces. */
  const [draft, setDraft] = useState<{ text: string; of: string } | null>(null);
  const text = draft !== null && draft.of === value ? draft.text : value;
  return (
    <label>
      {say("whatif_origin")}
      <input
        ref={field}
        type="text"
        class="text-field mono"
        spellcheck={false}
        aria-invalid={readOrigin(text) === null}
        title={readOrigin(text) === null ? say("whatif_not_an_origin") : ""}
        value={text}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          const origin = readOrigin(typed);
          setDraft({ text: typed, of: origin ?? value });
          if (origin !== null) onChange(origin);
        }}
        onBlur={() => setDraft(null)}
      />
    </label>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: string;
  choices: readonly Value[];
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  return (
    <label>
      {label}
      <select
        class="text-field"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ResponseFieldsProps {
  target: string;
  response: EditedResponse | null;
  changed: boolean;
  onChange: (response: EditedResponse) => void;
}

const URL_CHARACTERS = 120;
const MOST_LINES = 12;

function ResponseFields({ target, response, changed, onChange }: ResponseFieldsProps) {
  const unread = response === null ? 0 : readHeaders(response.headers).unread.length;
  const lines = response?.headers.split("\n").length ?? 0;
  return (
    <fieldset class="supposed" data-changed={changed}>
      <legend>
        <Phrase message="whatif_response_to">
          <span class="mono">
            <VisibleText value={target} shown={URL_CHARACTERS} />
          </span>
        </Phrase>
      </legend>
      {response === null ? (
        <p>
          <span class="subtle">{say("whatif_unseen")}</span>{" "}
          <button
            type="button"
            class="button"
            onClick={() => onChange({ status: 200, headers: "" })}
          >
            {say("whatif_suppose")}
          </button>
        </p>
      ) : (
        <>
          <label>
            {say("whatif_status")}
            <input
              type="number"
              class="text-field mono status-field"
              min={100}
              max={599}
              value={response.status}
              onInput={(event) => {
                const status = event.currentTarget.valueAsNumber;
                if (status >= 100 && status <= 599) onChange({ ...response, status });
              }}
            />
          </label>
          <label>
            {say("whatif_headers")}
            <textarea
              class="text-field mono"
              rows={Math.min(MOST_LINES, lines + 1)}
              spellcheck={false}
              wrap="off"
              value={response.headers}
              onInput={(event) => onChange({ ...response, headers: event.currentTarget.value })}
            />
          </label>
          {unread > 0 && <p class="warn">{sayCount("whatif_unread", unread)}</p>}
        </>
      )}
    </fieldset>
  );
}

interface ResultProps {
  prediction: Prediction;
  changed: boolean;
  recorded: Verdict;
}

function Result({ prediction, changed, recorded }: ResultProps) {
  const { lanes, open, exchange, verdict } = prediction;
  const own = lanes[rulesOf(exchange.browser).lane];
  // The explanation is for the verdict; it is shown only if the verdict equals the lane's prediction.
  const agrees = verdict.outcome === own.outcome && verdict.cause?.code === own.cause?.code;
  const words = agrees ? explain(exchange, verdict) : null;
  const isTitled = ({ code, parameter }: Cause) =>
    words !== null && code === own.cause?.code && parameter === own.cause.parameter;
  return (
    <div class="predicted" role="status" data-outcome={own.outcome}>
      <p class="predicted-head">
        <Mark kind={OUTCOMES[own.outcome].bucket} />
        <span>
          <span class="subtle">
            <Phrase message={changed ? "whatif_supposed" : "whatif_as_observed"}>
              <strong>{say(OUTCOMES[own.outcome].says)}</strong>
            </Phrase>
          </span>
          {words !== null && own.outcome === "blocked" && (
            <>
              {". "}
              <VisibleText value={words.title} />
            </>
          )}
        </span>
      </p>
      {open !== null && <p>{say(OPEN[open])}</p>}
      <Readable before={recorded} after={verdict} />
      {words !== null && words.evidence.length > 0 && <EvidenceTable evidence={words.evidence} />}
      <ul class="predicted-lanes">
        {LANES.map((name) => {
          const { outcome, cause } = lanes[name];
          return (
            <li key={name}>
              <Mark kind={OUTCOMES[outcome].bucket} />
              <span>
                {`${laneTitle(name)}: ${say(OUTCOMES[outcome].says)}`}
                {/* The title's cause is not repeated for each browser. */}
                {cause !== null && outcome === "blocked" && !isTitled(cause) && (
                  <>
                    {", "}
                    <VisibleText value={explainAlternative({ exchange, verdict }, cause).short} />
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The response headers that the edit makes readable for the script, and those that it hides. */
function Readable({ before, after }: { before: Verdict; after: Verdict }) {
  if (before.outcome !== "allowed" || after.outcome !== "allowed") return null;
  const not = (these: Verdict, those: Verdict) =>
    these.exposedHeaders.filter((name) => !those.exposedHeaders.includes(name)).join(", ");
  const [more, fewer] = [not(after, before), not(before, after)];
  return (
    <>
      {more !== "" && (
        <p>
          <Phrase message="whatif_more_readable">
            <VisibleText value={more} />
          </Phrase>
        </p>
      )}
      {fewer !== "" && (
        <p>
          <Phrase message="whatif_fewer_readable">
            <VisibleText value={fewer} />
          </Phrase>
        </p>
      )}
    </>
  );
}
