import { preflightReason } from "../../explanation/preflight-reason.ts";
import { canPredict } from "../../verdict/can-predict.ts";
import type { Judged } from "../../verdict/judged.ts";
import { isReadByScript } from "../../verdict/read-by-script.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { type MessageName, say } from "../../words/words.ts";
import { sayRequests } from "../model/counts.ts";
import { loadPart } from "../model/load-part.ts";
import type { Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { Lanes } from "./Lanes.tsx";
import { Lazy } from "./Lazy.tsx";
import { Messages } from "./Messages.tsx";
import { Section } from "./Section.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** The section in which the user edits an exchange. */
export const WHAT_IF = "what-if";

/** Expands a section of the detail view, in addition to the open ones. */
export function unfold(store: Store, section: string): void {
  store.openSections.value = new Set([...store.openSections.value, section]);
}

/** The collapsed sections: the reasons for a preflight, the steps, the lanes, the messages. */
export function DetailSections({ store, row }: { store: Store; row: Row }) {
  const { exchange, verdict } = row;
  return (
    <div class="sections">
      <Section
        store={store}
        name="preflight"
        title={preflightTitle(verdict)}
        gist={verdict.preflight.because.map((reason) => preflightReason(reason, 300)).join(", ")}
      >
        <WhyPreflight verdict={verdict} />
      </Section>
      <Section
        store={store}
        name="reached"
        title={say("detail_reached")}
        gist={say(REACHED_GIST[reach(verdict)])}
      >
        <p>
          {say(
            verdict.outcome === "allowed" && verdict.reachedServer
              ? "reached_read"
              : REACHED[reach(verdict)],
          )}
        </p>
      </Section>
      <Section store={store} name="readable" title={say("detail_readable")}>
        <Readable exchange={exchange} verdict={verdict} />
      </Section>
      <Section store={store} name="steps" title={say("detail_steps")}>
        <Lazy key={row.id} load={loadSteps} props={{ row }} />
      </Section>
      <Section store={store} name="lanes" title={say("detail_lanes")}>
        <Lanes row={row} />
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
  );
}

const loadSteps = async () => (await loadPart(() => import("./Steps.tsx")))?.Steps;
const loadWhatIf = async () => (await loadPart(() => import("./WhatIf.tsx")))?.WhatIf;

function preflightTitle({ preflight }: Verdict): string {
  if (preflight.needed === true) return say("detail_why_preflight");
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

function WhyPreflight({ verdict: { preflight, crossOrigin } }: { verdict: Verdict }) {
  if (preflight.needed === false) {
    return <p>{say(crossOrigin ? "preflight_not_needed" : "preflight_same_origin")}</p>;
  }
  if (preflight.needed === null) return <p>{say("preflight_not_known")}</p>;
  return (
    <>
      <p>{say(preflight.because.length > 0 ? "preflight_needed" : "preflight_needed_plain")}</p>
      <ul class="names">
        {preflight.because.map((reason) => (
          <li key={JSON.stringify(reason)}>
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

function Readable({ exchange, verdict }: Judged) {
  const { outcome, exposedHeaders } = verdict;
  if (outcome === "allowed" && !isReadByScript(exchange, verdict.destination)) {
    return <p>{say("readable_not_by_script")}</p>;
  }
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
  return sayRequests(sent);
}
