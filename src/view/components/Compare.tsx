import { useEffect, useRef, useState } from "preact/hooks";
import { firstHop } from "../../exchange/exchange.ts";
import {
  type ByTrial,
  type ComparedRequest,
  compareLoads,
  type Difference,
  isVolatile,
} from "../../progress/compare.ts";
import { type MessageName, say, sayCount } from "../../words/words.ts";
import { sayRequests } from "../model/counts.ts";
import { placeOf, timeOf } from "../model/load-lines.ts";
import type { LoadRows, ProgressStore } from "../model/progress-store.ts";
import { explanationOf, type Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { diffValues } from "../model/value-diff.ts";
import { Pieces } from "./EvidenceTable.tsx";
import { Mark } from "./Mark.tsx";
import { LIST_ID } from "./VirtualList.tsx";
import { VisibleLine, VisibleText } from "./VisibleText.tsx";

const MOST_SHOWN = 100;
const URL_CHARACTERS = 160;
const OPTION_CHARACTERS = 60;

interface CompareProps {
  store: Store;
  progress: ProgressStore;
}

/** Two page loads, request by request and header by header. */
export function Compare({ store, progress }: CompareProps) {
  const loads = progress.loads.value;
  const [chosen, choose] = useState<{ readonly before?: number; readonly after?: number }>({});
  const after = loadAt(loads, chosen.after) ?? loads.at(-1);
  const before = loadAt(loads, chosen.before) ?? loads.findLast((one) => one !== after);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.querySelector("select")?.focus();
    // The list exists again after the next render.
    return () => void requestAnimationFrame(() => document.getElementById(LIST_ID)?.focus());
  }, []);
  return (
    <section class="compare" ref={section} aria-label={say("progress_compare")}>
      <h2 class="visually-hidden">{say("progress_compare")}</h2>
      <header class="compare-head">
        <Choice
          name={say("compare_before")}
          loads={loads}
          chosen={before}
          onChoose={(at) => choose({ ...chosen, before: at })}
        />
        <Choice
          name={say("compare_after")}
          loads={loads}
          chosen={after}
          onChoose={(at) => choose({ ...chosen, after: at })}
        />
        <button
          type="button"
          class="button"
          onClick={() => {
            progress.comparing.value = false;
          }}
        >
          {say("compare_close")}
        </button>
      </header>
      {before === undefined || after === undefined ? (
        <p class="compare-body">{say("compare_one")}</p>
      ) : (
        <Compared {...{ store, before, after }} />
      )}
    </section>
  );
}

const loadAt = (loads: readonly LoadRows[], at: number | undefined) =>
  loads.find(({ load }) => load.at === at);

interface ChoiceProps {
  name: string;
  loads: readonly LoadRows[];
  chosen: LoadRows | undefined;
  onChoose: (at: number) => void;
}

function Choice({ name, loads, chosen, onChoose }: ChoiceProps) {
  return (
    <label class="compare-choice">
      {name}{" "}
      <select
        class="text-field"
        value={chosen?.load.at}
        onChange={(event) => onChoose(Number(event.currentTarget.value))}
      >
        {loads.map(({ load, rows }) => (
          <option key={load.at} value={load.at}>
            {[
              timeOf(load),
              placeOf(load).slice(0, OPTION_CHARACTERS),
              sayRequests(rows.filter(({ relevant }) => relevant).length),
            ].join(" · ")}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ComparedProps {
  store: Store;
  before: LoadRows;
  after: LoadRows;
}

function Compared({ store, before, after }: ComparedProps) {
  const shows = (row: Row) => row.relevant || store.sameOriginToo.value;
  const { changed, missing, added, alike } = compareLoads(
    before.rows.filter(shows),
    after.rows.filter(shows),
  );
  const more = changed.length - MOST_SHOWN;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users must be able to scroll it.
    <section class="compare-body" tabIndex={0} aria-label={say("compare_differences")}>
      {changed.length + missing.length + added.length === 0 && <p>{say("compare_none")}</p>}
      {changed.slice(0, MOST_SHOWN).map((one) => (
        <Changed key={`${one.before.id} ${one.after.id}`} request={one} />
      ))}
      {more > 0 && <p class="subtle">{sayCount("compare_more", more)}</p>}
      <Alone title={say("compare_missing")} rows={missing} />
      <Alone title={say("compare_added")} rows={added} />
      {alike > 0 && <p class="subtle">{sayCount("compare_alike", alike)}</p>}
    </section>
  );
}

function Changed({ request: { before, after, differences } }: { request: ComparedRequest<Row> }) {
  const { method, url } = firstHop(after.exchange);
  const telling = differences.filter((one) => !isVolatile(one) && !isResult(one));
  const of = (wanted: ByTrial) => telling.filter((one) => byTrial(one) === wanted);
  const others = differences.filter((one) => isVolatile(one));
  return (
    <article class="compared">
      <h3>
        <Mark kind={before.bucket} /> <Became /> <Mark kind={after.bucket} />{" "}
        <span class="mono">
          <VisibleText value={`${method} ${url}`} shown={URL_CHARACTERS} />
        </span>
      </h3>
      <p>
        <Result of={before} /> <Became /> <Result of={after} />
      </p>
      <Differences of={of("no")} />
      <Differences of={of("yes")} title={say("compare_trial")} />
      <Differences of={of("possible")} title={say("compare_trial_or_server")} />
      {others.length > 0 && (
        <details>
          <summary class="subtle">{sayCount("compare_volatile", others.length)}</summary>
          <Differences of={others} />
        </details>
      )}
    </article>
  );
}

function Result({ of: row }: { of: Row }) {
  return (
    <>
      {row.exchange.trial && <span class="side">{say("trial_mark")}</span>}{" "}
      <VisibleText value={explanationOf(row).short} />
    </>
  );
}

/** An arrow, and its text for screen readers. */
function Became() {
  return (
    <>
      <span aria-hidden="true">{ARROW}</span>
      <span class="visually-hidden">{`${say("compare_after")}: `}</span>
    </>
  );
}

const ARROW = "→";

const byTrial = (one: Difference): ByTrial => (one.kind === "header" ? one.byTrial : "no");

const isResult = (one: Difference) => one.kind === "trait" && one.trait === "result";

function Differences({ of, title }: { of: readonly Difference[]; title?: string }) {
  if (of.length === 0) return null;
  return (
    <table class="evidence">
      {title !== undefined && <caption>{title}</caption>}
      <thead>
        <tr>
          <th scope="col">{say("compare_what")}</th>
          <th scope="col">{say("compare_before")}</th>
          <th scope="col">{say("compare_after")}</th>
        </tr>
      </thead>
      <tbody>
        {of.map((one, index) => (
          <DifferenceRow key={index} one={one} />
        ))}
      </tbody>
    </table>
  );
}

function DifferenceRow({ one }: { one: Difference }) {
  const [before, after] = [valuesOf(one, "before"), valuesOf(one, "after")];
  const [was, is] = [before[0], after[0]];
  // With several lines, the pairs are unknown.
  const isOneEach = before.length === 1 && after.length === 1;
  const diff =
    isOneEach && was !== undefined && is !== undefined
      ? diffValues(one.kind === "header" ? one.name : "", was, is)
      : null;
  return (
    <tr>
      <th scope="row">
        {one.part !== null && <span class="compare-part">{sayPart(one)}</span>}{" "}
        {one.kind === "header" ? <VisibleText value={one.name} /> : say(TRAITS[one.trait])}
      </th>
      <td class="got" data-label={say("compare_before")}>
        {diff === null ? <Lines values={before} /> : <Pieces pieces={diff.got} as="del" />}
      </td>
      <td class="wanted" data-label={say("compare_after")}>
        {diff === null ? <Lines values={after} /> : <Pieces pieces={diff.wanted} as="ins" />}
      </td>
    </tr>
  );
}

/** All header lines of one name, below each other. */
function Lines({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <em>{say("evidence_absent")}</em>;
  return (
    <>
      {values.map((value, index) => (
        <div key={index}>
          {value === "" ? <em>{say("evidence_empty")}</em> : <VisibleText value={value} />}
        </div>
      ))}
    </>
  );
}

const TRAITS = {
  result: "list_verdict",
  url: "list_url",
  hops: "compare_hops",
  sent: "compare_sent",
  status: "list_status",
} as const satisfies Record<Extract<Difference, { kind: "trait" }>["trait"], MessageName>;

function valuesOf(one: Difference, when: "before" | "after"): readonly string[] {
  if (one.kind === "header" || one.trait !== "sent") return one[when];
  return one[when].map((sent) => say(sent === "true" ? "compare_yes" : "compare_no"));
}

const PARTS = {
  "preflight request": "compare_preflight_request",
  "preflight response": "compare_preflight_response",
  "request request": "compare_request",
  "request response": "compare_response",
} as const satisfies Record<string, MessageName>;

function sayPart({ part }: Difference): string {
  if (part === null) return "";
  const name = say(PARTS[`${part.message} ${part.side}`]);
  return part.hop === 0 ? name : say("compare_hop", name, String(part.hop));
}

function Alone({ title, rows }: { title: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="compared">
      <h3>{title}</h3>
      <ul class="names">
        {rows.slice(0, MOST_SHOWN).map(({ id, bucket, exchange }) => {
          const { method, url } = firstHop(exchange);
          return (
            <li key={id}>
              <Mark kind={bucket} /> <VisibleLine value={`${method} ${url}`} />
            </li>
          );
        })}
      </ul>
      {rows.length > MOST_SHOWN && (
        <p class="subtle">{sayCount("compare_more", rows.length - MOST_SHOWN)}</p>
      )}
    </section>
  );
}
