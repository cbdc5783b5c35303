import { firstHop } from "../../exchange/exchange.ts";
import { describeOutcome, explainFinding } from "../../explanation/explain.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { type CallingLine, callingLine, shortLine } from "../model/calling-line.ts";
import { canSuppose } from "../model/can-suppose.ts";
import type { CopyKind } from "../model/copy-texts.ts";
import { counted } from "../model/counted.ts";
import { explainAlternative, otherFindings } from "../model/describe-cause.ts";
import { explanationOf, type Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { CopyMenu } from "./CopyMenu.tsx";
import { DetailPane } from "./DetailPane.tsx";
import { EvidenceTable } from "./EvidenceTable.tsx";
import { Lanes } from "./Lanes.tsx";
import { Lazy } from "./Lazy.tsx";
import { Mark, type MarkKind } from "./Mark.tsx";
import { Messages, messageId } from "./Messages.tsx";
import { OutLink } from "./OutLink.tsx";
import type { PanelActions } from "./PanelView.tsx";
import { Remedy } from "./Remedy.tsx";
import { Section } from "./Section.tsx";
import { SequenceDiagram } from "./SequenceDiagram.tsx";
import { tooltip, VisibleText } from "./VisibleText.tsx";

const WORDS = {
  detail: "Request in detail",
  from: "from",
  decided: "The headers that decided it",
  alternatives: "It could also be",
  alternativesLead: "What was recorded fits these readings too:",
  also: "Also found",
  learnMore: "Read more",
  whyPreflight: "Why was there a preflight?",
  whyNoPreflight: "Why was there no preflight?",
  isPreflight: "Was a preflight needed?",
  reached: "Did it reach the server?",
  readable: "What can my script read?",
  steps: "Steps in order",
  lanes: "What the standard, Chromium and Firefox would say",
  messages: "Messages and headers",
  whatIf: "What if …",
  whatIfGist: "change headers, status, mode, credentials or origin",
  calledFrom: "called from",
  severity: { blocker: "Problem:", warning: "Warning:", note: "Note:" },
};

const WHAT_IF = "what-if";

/** A URL longer than this pushes the verdict out of sight. */
const URL_CHARACTERS = 160;

const SEVERITY_MARKS: Readonly<Record<"blocker" | "warning" | "note", MarkKind>> = {
  blocker: "blocked",
  warning: "warning",
  note: "info",
};

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
  const line = callingLine(exchange.call?.stack ?? null);
  const also = otherFindings(row);
  const wrong = verdict.cause !== null && verdict.outcome !== "opaque";

  return (
    <DetailPane
      name={WORDS.detail}
      of={row.id}
      bucket={row.bucket}
      outcome={<VisibleText value={describeOutcome(verdict)} />}
      tools={
        <CopyMenu
          without={
            verdict.preflight.needed === true || verdict.preflight.seen === "sent"
              ? []
              : ["curl-preflight"]
          }
          includeSecrets={includeSecrets}
          textOf={(kind) => textOf(kind, store, actions, row, includeSecrets)}
        />
      }
      onClose={onClose}
    >
      <h2>
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
          {WORDS.from}{" "}
          <span class="mono">
            <VisibleText value={verdict.initiatorOrigin} />
          </span>
        </span>
        {line !== null && <CalledFrom line={line} onOpen={actions.openLine} />}
      </p>
      {explanation.because.map((sentence) => (
        <p key={sentence}>
          <VisibleText value={sentence} />
        </p>
      ))}

      {explanation.evidence.length > 0 && (
        <section class="part">
          <h3>{WORDS.decided}</h3>
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
          <h3>{WORDS.alternatives}</h3>
          <p>{WORDS.alternativesLead}</p>
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
          <h3>{WORDS.also}</h3>
          <ul class="findings">
            {also.map((finding, index) => (
              <Finding
                key={index}
                kind={SEVERITY_MARKS[finding.severity]}
                label={WORDS.severity[finding.severity]}
                explanation={explainFinding(exchange, verdict, finding)}
                open={finding.severity === "blocker"}
              />
            ))}
          </ul>
        </section>
      )}

      {(wrong || verdict.remedy !== null) && (
        <Remedy
          exchange={exchange}
          remedy={verdict.remedy}
          fix={explanation.fix}
          onTry={() => {
            store.whatIf.value = { exchangeId: row.id, supposed: "remedy" };
            store.openSections.value = new Set([...store.openSections.value, WHAT_IF]);
          }}
        />
      )}

      <div class="sections">
        <Section
          store={store}
          name="preflight"
          title={preflightTitle(verdict)}
          gist={verdict.preflight.because.join(", ")}
        >
          <PreflightAnswer verdict={verdict} />
        </Section>
        <Section
          store={store}
          name="reached"
          title={WORDS.reached}
          gist={REACHED_GIST[reach(verdict)]}
        >
          <p>{REACHED[reach(verdict)]}</p>
        </Section>
        <Section store={store} name="readable" title={WORDS.readable}>
          <Readable verdict={verdict} />
        </Section>
        {verdict.steps.length > 0 && (
          <Section
            store={store}
            name="steps"
            title={WORDS.steps}
            gist={String(verdict.steps.length)}
          >
            <Lazy key={row.id} load={loadSteps} props={{ row }} />
          </Section>
        )}
        <Section store={store} name="lanes" title={WORDS.lanes}>
          <Lanes verdict={verdict} browser={exchange.browser} />
        </Section>
        {canSuppose(verdict) && (
          <Section store={store} name={WHAT_IF} title={WORDS.whatIf} gist={WORDS.whatIfGist}>
            <Lazy key={row.id} load={loadWhatIf} props={{ store, row }} />
          </Section>
        )}
        <Section store={store} name="messages" title={WORDS.messages} gist={messageCount(row)}>
          <Messages exchange={exchange} />
        </Section>
      </div>

      {explanation.learnMore.length > 0 && (
        <p class="learn-more">
          {WORDS.learnMore}:{" "}
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
      {WORDS.calledFrom}{" "}
      {onOpen === undefined ? (
        place
      ) : (
        <button type="button" class="link-button" onClick={() => onOpen(line)}>
          {place}
        </button>
      )}
    </span>
  );
}

/** What the copy menu copies; made by a part that is fetched when it is first asked for. */
async function textOf(
  kind: CopyKind | "report",
  store: Store,
  actions: PanelActions,
  { exchange, verdict }: Row,
  includeSecrets: boolean,
): Promise<string> {
  const provenance = actions.provenance();
  const recording = store.recording.peek();
  if (kind === "report") {
    const { makeReport } = await import("../model/make-report.ts");
    const context = { ...provenance, includeSecrets, host: null, at: new Date() };
    return makeReport("markdown", recording, context).text;
  }
  const { copyText } = await import("../model/copy-texts.ts");
  const options = { ...provenance, includeSecrets, dropped: recording.state.dropped };
  return copyText(kind, { exchange, verdict }, options);
}

const loadSteps = async () => (await import("./Steps.tsx")).Steps;
const loadWhatIf = async () => (await import("./WhatIf.tsx")).WhatIf;

/** Unfolds the messages and goes to one of them. */
function showMessage(store: Store, id: string): void {
  store.openSections.value = new Set([...store.openSections.value, "messages"]);
  // It is in the document after the next render.
  requestAnimationFrame(() => {
    const message = document.getElementById(id);
    message?.scrollIntoView({ block: "start" });
    message?.focus({ preventScroll: true });
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
  if (preflight.needed === true || preflight.seen === "sent") return WORDS.whyPreflight;
  return preflight.needed === false ? WORDS.whyNoPreflight : WORDS.isPreflight;
}

const PREFLIGHT = {
  needed: "The browser has to ask the server first, because this request has:",
  neededPlain: "The browser has to ask the server first.",
  notNeeded: "None was needed: a plain HTML form could have sent this request.",
  sameOrigin: "None was needed: the request stays on its own origin.",
  unknown: "What was recorded does not tell whether one was needed.",
  seen: {
    sent: "It was sent.",
    cached: "No OPTIONS was seen: an earlier answer was still in the preflight cache.",
    none: "No OPTIONS was sent.",
    unknown: "Whether an OPTIONS was sent was not seen.",
  },
};

function PreflightAnswer({ verdict: { preflight, crossOrigin } }: { verdict: Verdict }) {
  if (preflight.needed === false) {
    return <p>{crossOrigin ? PREFLIGHT.notNeeded : PREFLIGHT.sameOrigin}</p>;
  }
  if (preflight.needed === null) return <p>{PREFLIGHT.unknown}</p>;
  return (
    <>
      <p>{preflight.because.length > 0 ? PREFLIGHT.needed : PREFLIGHT.neededPlain}</p>
      <ul class="names">
        {preflight.because.map((reason) => (
          <li key={reason}>
            <VisibleText value={reason} />
          </li>
        ))}
      </ul>
      <p>{PREFLIGHT.seen[preflight.seen]}</p>
    </>
  );
}

type Reach = "yes" | "no" | "unknown";

function reach({ reachedServer }: Verdict): Reach {
  return reachedServer === null ? "unknown" : reachedServer ? "yes" : "no";
}

const REACHED_GIST: Readonly<Record<Reach, string>> = {
  yes: "yes",
  no: "no",
  unknown: "not known",
};

const REACHED: Readonly<Record<Reach, string>> = {
  yes: "Yes. The request itself was sent, so the server may have acted on it whatever the page could read of the answer.",
  no: "No. The request itself was never sent; the server cannot have acted on it.",
  unknown: "What was recorded does not tell.",
};

const READABLE = {
  allowed: "The status, the body, and these response headers:",
  allowedPlain: "The status and the body, but no response header.",
  opaque: "Nothing: the response is opaque. Its status reads 0 and its body and headers are empty.",
  pending: "Nothing yet.",
  nothing: "Nothing: the call fails, and the script is not told why.",
  unknown: "What was recorded does not tell.",
};

function Readable({ verdict: { outcome, exposedHeaders } }: { verdict: Verdict }) {
  if (outcome === "allowed") {
    return (
      <>
        <p>{exposedHeaders.length > 0 ? READABLE.allowed : READABLE.allowedPlain}</p>
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
    return <p>{READABLE[outcome]}</p>;
  }
  return <p>{READABLE.nothing}</p>;
}

function messageCount({ exchange }: Row): string {
  const sent = exchange.hops.reduce((sum, hop) => sum + (hop.preflight === null ? 1 : 2), 0);
  return counted(sent, "message");
}
