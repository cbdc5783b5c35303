import { useEffect } from "preact/hooks";
import { type CallingLine, callingLine, shortLine } from "../../exchange/calling-line.ts";
import { firstHop } from "../../exchange/exchange.ts";
import { describeOutcome } from "../../explanation/describe-outcome.ts";
import { explainFinding } from "../../explanation/explain.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import { preflightReason } from "../../explanation/preflight-reason.ts";
import type { CopyKind } from "../../report/copy-texts.ts";
import { canPredict } from "../../verdict/can-predict.ts";
import type { Verdict, Finding as VerdictFinding } from "../../verdict/verdict.ts";
import { type MessageName, say, sayCount } from "../../words/words.ts";
import { explainAlternative, otherFindings } from "../model/describe-cause.ts";
import { loadPart } from "../model/load-part.ts";
import { explanationOf, type Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { CopyMenu } from "./CopyMenu.tsx";
import { DETAIL_ID, DetailPane, scrollDetailTo } from "./DetailPane.tsx";
import { EvidenceTable } from "./EvidenceTable.tsx";
import { Lanes } from "./Lanes.tsx";
import { Lazy } from "./Lazy.tsx";
import { Mark, type MarkKind } from "./Mark.tsx";
import { Messages, messageId } from "./Messages.tsx";
import { OutLink } from "./OutLink.tsx";
import { Phrase } from "./Phrase.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { Remedy } from "./Remedy.tsx";
import { Section } from "./Section.tsx";
import { SequenceDiagram } from "./SequenceDiagram.tsx";
import { SideChip } from "./SideChip.tsx";
import { tooltip, VisibleText } from "./VisibleText.tsx";

type Severity = VerdictFinding["severity"];

const WHAT_IF = "what-if";

/** A URL longer than this pushes the verdict out of sight. */
const URL_CHARACTERS = 160;

const SEVERITY_MARKS: Readonly<Record<Severity, MarkKind>> = {
  blocker: "blocked",
  warning: "warning",
  note: "info",
};

const SEVERITIES = {
  blocker: "detail_problem",
  warning: "detail_warning",
  note: "detail_note",
} as const satisfies Record<Severity, MessageName>;

interface ExchangeDetailProps {
  store: Store;
  actions: PanelActions;
  row: Row;
  onClose: () => void;
}

/** One exchange: what to change first, everything else one step away. */
export function ExchangeDetail({ store, actions, row, onClose }: ExchangeDetailProps) {
  const { exchange, verdict } = row;
  const explanation = explanationOf(row);
  const { method, url } = firstHop(exchange);
  const includeSecrets = !store.settings.value.redactByDefault;
  const line = callingLine(exchange.stack);
  const filler = cacheFillerOf(row, store);
  const helps = explanation.remedyHelps !== false;
  const also = helps ? otherFindings(row) : [];
  const wrong = verdict.cause !== null && verdict.outcome !== "opaque";
  // What was sought of one that is gone again is not sought any more.
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
        <CopyMenu
          without={
            verdict.preflight.needed === true || verdict.preflight.seen === "sent"
              ? []
              : ["curl-preflight", "cmd-preflight", "powershell-preflight"]
          }
          includeSecrets={includeSecrets}
          textOf={(kind) => textOf(kind, store, actions, row, includeSecrets)}
        />
      }
      onClose={onClose}
    >
      <h2>
        <SideChip of={explanation} />
        <VisibleText value={explanation.title} />
      </h2>
      <p class="asked">
        <span class="mono">
          <strong>
            <VisibleText value={method} />
          </strong>{" "}
          <VisibleText value={url} shown={URL_CHARACTERS} />
        </span>{" "}
        <span class="subtle">
          <Phrase message="detail_from">
            <span class="mono">
              <VisibleText value={verdict.initiatorOrigin} />
            </span>
          </Phrase>
        </span>
        {line !== null && <CalledFrom line={line} onOpen={actions.openLine} />}
      </p>
      {explanation.because.map((sentence) => (
        <p key={sentence}>
          <VisibleText value={sentence} />
        </p>
      ))}

      {filler !== null && (
        <p>
          <button type="button" class="button" onClick={() => showExchange(store, filler)}>
            {say("detail_cache_filler")}
          </button>
        </p>
      )}

      {explanation.evidence.length > 0 && (
        <section class="part">
          <h3>{say("detail_decided")}</h3>
          <EvidenceTable evidence={explanation.evidence} />
        </section>
      )}

      <SequenceDiagram
        exchange={exchange}
        verdict={verdict}
        onShow={(hop, stage) => showMessage(store, messageId(hop, stage))}
      />

      {verdict.alternatives.length > 0 && (
        <section class="part">
          <h3>{say("detail_alternatives")}</h3>
          <p>{say("detail_alternatives_lead")}</p>
          <ul class="findings">
            {verdict.alternatives.map((cause, index) => (
              <Finding
                key={index}
                kind="unknown"
                explanation={explainAlternative(row, cause)}
                open
              />
            ))}
          </ul>
        </section>
      )}

      {also.length > 0 && (
        <section class="part">
          <h3>{say("detail_also")}</h3>
          <ul class="findings">
            {also.map((finding, index) => (
              <Finding
                key={index}
                kind={SEVERITY_MARKS[finding.severity]}
                label={say(SEVERITIES[finding.severity])}
                explanation={explainFinding(exchange, verdict, finding)}
                open={finding.severity === "blocker"}
              />
            ))}
          </ul>
        </section>
      )}

      {(wrong || verdict.remedy !== null || explanation.fix.length > 0) && (
        <Remedy
          exchange={exchange}
          remedy={helps ? verdict.remedy : null}
          saysNone={wrong && helps}
          fix={explanation.fix}
          includeSecrets={includeSecrets}
          onTry={() => {
            store.whatIf.value = { exchangeId: row.id, edit: "remedy" };
            store.soughtWhatIf.value = row.id;
            store.openSections.value = new Set([...store.openSections.value, WHAT_IF]);
          }}
        />
      )}

      <div class="sections">
        <Section
          store={store}
          name="preflight"
          title={preflightTitle(verdict)}
          gist={verdict.preflight.because.map((reason) => preflightReason(reason, 300)).join(", ")}
        >
          <PreflightAnswer verdict={verdict} />
        </Section>
        <Section
          store={store}
          name="reached"
          title={say("detail_reached")}
          gist={say(REACHED_GIST[reach(verdict)])}
        >
          <p>{say(REACHED[reach(verdict)])}</p>
        </Section>
        <Section store={store} name="readable" title={say("detail_readable")}>
          <Readable verdict={verdict} />
        </Section>
        {verdict.steps.length > 0 && (
          <Section
            store={store}
            name="steps"
            title={say("detail_steps")}
            gist={String(verdict.steps.length)}
          >
            <Lazy key={row.id} load={loadSteps} props={{ row }} />
          </Section>
        )}
        <Section store={store} name="lanes" title={say("detail_lanes")}>
          <Lanes verdict={verdict} browser={exchange.browser} />
        </Section>
        {canPredict(verdict) && (
          <Section
            store={store}
            name={WHAT_IF}
            title={say("detail_what_if")}
            gist={say("detail_what_if_gist")}
          >
            <Lazy key={row.id} load={loadWhatIf} props={{ store, row }} />
          </Section>
        )}
        <Section
          store={store}
          name="messages"
          title={say("detail_messages")}
          gist={messageCount(row)}
        >
          <Messages exchange={exchange} />
        </Section>
      </div>

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

/** Where in the page's scripts the call was made, with the way there where there is one. */
function CalledFrom({ line, onOpen }: { line: CallingLine; onOpen: PanelActions["openLine"] }) {
  const place = (
    <span class="mono">
      <VisibleText value={shortLine(line)} />
    </span>
  );
  return (
    <span class="subtle called-from" title={tooltip(`${line.url}:${line.line}:${line.column}`)}>
      <Phrase message="detail_called_from">
        {onOpen === undefined ? (
          place
        ) : (
          <button type="button" class="link-button" onClick={() => onOpen(line)}>
            {place}
          </button>
        )}
      </Phrase>
    </span>
  );
}

/** What the copy menu copies; undefined where the part that makes it could not be loaded. */
async function textOf(
  kind: CopyKind | "report",
  store: Store,
  actions: PanelActions,
  { exchange, verdict }: Row,
  includeSecrets: boolean,
): Promise<string | undefined> {
  const { rows, state } = store.recording.peek();
  const options = () => ({ ...actions.provenance(), includeSecrets, dropped: state.dropped });
  if (kind === "report") {
    const part = await loadPart(() => import("../../report/make-report.ts"));
    const context = { host: null, at: new Date() };
    return part?.makeReport("markdown", rows.values(), { ...options(), ...context }).text;
  }
  const part = await loadPart(() => import("../../report/copy-texts.ts"));
  return part?.copyText(kind, { exchange, verdict }, options());
}

const loadSteps = async () => (await loadPart(() => import("./Steps.tsx")))?.Steps;
const loadWhatIf = async () => (await loadPart(() => import("./WhatIf.tsx")))?.WhatIf;

/** The exchange that left the answer in the browser's cache, while it is still recorded. */
function cacheFillerOf({ verdict }: Row, store: Store): string | null {
  const found = verdict.findings.find(({ code }) => code === "cached-for-another-request");
  const id = found?.parameter ?? null;
  return id !== null && store.recording.value.rows.has(id) ? id : null;
}

/** Another exchange in place of the one that is shown. */
function showExchange(store: Store, id: string): void {
  store.selectedId.value = id;
  // What had the focus is gone after the next render.
  requestAnimationFrame(() => document.getElementById(DETAIL_ID)?.focus());
}

/** Unfolds the messages and goes to one of them. */
function showMessage(store: Store, id: string): void {
  store.openSections.value = new Set([...store.openSections.value, "messages"]);
  // It is in the document after the next render.
  requestAnimationFrame(() => {
    const message = document.getElementById(id);
    if (message === null) return;
    scrollDetailTo(message);
    message.focus({ preventScroll: true });
  });
}

interface FindingProps {
  kind: MarkKind;
  label?: string;
  explanation: Explanation;
  open: boolean;
}

/** Another problem, or another reading: its title, and the rest one step away. */
function Finding({ kind, label, explanation: { title, because, evidence }, open }: FindingProps) {
  return (
    <li>
      <details open={open}>
        <summary>
          <Mark kind={kind} {...(label !== undefined && { label })} />
          <VisibleText value={title} />
        </summary>
        {because.map((sentence) => (
          <p key={sentence}>
            <VisibleText value={sentence} />
          </p>
        ))}
        {evidence.length > 0 && <EvidenceTable evidence={evidence} />}
      </details>
    </li>
  );
}

function preflightTitle({ preflight }: Verdict): string {
  if (preflight.needed === true || preflight.seen === "sent") return say("detail_why_preflight");
  return preflight.needed === false
    ? say("detail_why_no_preflight")
    : say("detail_was_preflight_needed");
}

const PREFLIGHT_SEEN = {
  sent: "preflight_sent",
  cached: "preflight_cached",
  none: "preflight_not_sent",
  unknown: "preflight_unseen",
} as const satisfies Record<Verdict["preflight"]["seen"], MessageName>;

function PreflightAnswer({ verdict: { preflight, crossOrigin } }: { verdict: Verdict }) {
  if (preflight.needed === false) {
    return <p>{say(crossOrigin ? "preflight_not_needed" : "preflight_same_origin")}</p>;
  }
  if (preflight.needed === null) return <p>{say("preflight_not_known")}</p>;
  return (
    <>
      <p>{say(preflight.because.length > 0 ? "preflight_needed" : "preflight_needed_plain")}</p>
      <ul class="names">
        {preflight.because.map((reason) => (
          <li key={reason}>
            <VisibleText value={preflightReason(reason, 300)} />
          </li>
        ))}
      </ul>
      <p>{say(PREFLIGHT_SEEN[preflight.seen])}</p>
    </>
  );
}

type Reach = "yes" | "no" | "unknown";

function reach({ reachedServer }: Verdict): Reach {
  return reachedServer === null ? "unknown" : reachedServer ? "yes" : "no";
}

const REACHED_GIST: Readonly<Record<Reach, MessageName>> = {
  yes: "reached_gist_yes",
  no: "reached_gist_no",
  unknown: "reached_gist_unknown",
};

const REACHED: Readonly<Record<Reach, MessageName>> = {
  yes: "reached_yes",
  no: "reached_no",
  unknown: "reached_unknown",
};

const READABLE = {
  opaque: "readable_opaque",
  pending: "readable_pending",
  unknown: "readable_unknown",
} as const satisfies Partial<Record<Verdict["outcome"], MessageName>>;

function Readable({ verdict: { outcome, exposedHeaders } }: { verdict: Verdict }) {
  if (outcome === "allowed") {
    return (
      <>
        <p>{say(exposedHeaders.length > 0 ? "readable_headers" : "readable_no_headers")}</p>
        <ul class="names">
          {exposedHeaders.map((name) => (
            <li key={name}>
              <VisibleText value={name} />
            </li>
          ))}
        </ul>
      </>
    );
  }
  if (outcome === "opaque" || outcome === "pending" || outcome === "unknown") {
    return <p>{say(READABLE[outcome])}</p>;
  }
  return <p>{say("readable_nothing")}</p>;
}

function messageCount({ exchange }: Row): string {
  const sent = exchange.hops.reduce((sum, hop) => sum + (hop.preflight === null ? 1 : 2), 0);
  return sayCount("count_messages", sent);
}
