import { type Exchange, type Hop, judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { urlParts } from "../model/row.ts";
import { Mark, type MarkKind } from "./Mark.tsx";
import { tooltip, VisibleLine } from "./VisibleText.tsx";

const WORDS = {
  list: "What went on the wire",
  neverSent: "never sent",
  noAnswer: "no answer",
  waiting: "waiting",
  cached: "answered from the preflight cache",
  redirectsTo: "redirects to",
};

interface Leg {
  readonly key: string;
  readonly method: string;
  readonly url: string;
  readonly result: string;
  readonly mark: MarkKind;
  readonly sent: boolean;
}

/** The messages of the exchange in order, and where it stopped: one line each. */
export function Journey({ exchange, verdict }: { exchange: Exchange; verdict: Verdict }) {
  const legs = exchange.hops.flatMap((hop, index) => legsOf(exchange, verdict, hop, index));
  return (
    <ol class="journey" aria-label={WORDS.list}>
      {legs.map(({ key, method, url, result, mark, sent }) => {
        const { host, path } = urlParts(url);
        return (
          <li key={key} data-sent={sent}>
            <Mark kind={mark} />
            <span class="journey-method">
              <VisibleLine value={method} />
            </span>
            <span class="journey-url" title={tooltip(url)}>
              <VisibleLine value={host} />
              <VisibleLine value={path} />
            </span>
            <span class="journey-result">
              <VisibleLine value={result} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function legsOf(exchange: Exchange, verdict: Verdict, hop: Hop, index: number): Leg[] {
  const { cause } = verdict;
  const stopped = (stage: "preflight" | "request"): boolean =>
    cause !== null &&
    verdict.outcome !== "opaque" &&
    cause.hop === index &&
    (cause.stage === "preflight") === (stage === "preflight");
  const waiting = exchange.ending.kind === "pending";
  const legs: Leg[] = [];

  const { preflight } = hop;
  if (preflight !== null) {
    legs.push({
      key: `${index}-preflight`,
      method: "OPTIONS",
      url: preflight.url,
      result:
        preflight.response === null
          ? waiting
            ? WORDS.waiting
            : WORDS.noAnswer
          : statusLine(preflight.response.status, preflight.response.statusText),
      mark: stopped("preflight")
        ? "blocked"
        : preflight.response !== null
          ? "allowed"
          : waiting
            ? "pending"
            : "unknown",
      sent: true,
    });
  }

  const { response } = hop;
  const sent = response !== null || hop.sentAt !== null || hop.requestHeaders !== null;
  const blockedBefore = preflight !== null && stopped("preflight");
  legs.push({
    key: `${index}-request`,
    method: hop.method,
    url: hop.url,
    result:
      response !== null
        ? [
            statusLine(response.status, response.statusText),
            ...(hop.redirect === null
              ? []
              : [WORDS.redirectsTo, get(judgedHeaders(response), "location") ?? hop.redirect.url]),
          ].join(" ")
        : blockedBefore || !(sent || waiting)
          ? WORDS.neverSent
          : waiting
            ? WORDS.waiting
            : WORDS.noAnswer,
    mark: stopped("request")
      ? "blocked"
      : blockedBefore
        ? "not-reached"
        : response !== null
          ? verdict.outcome === "opaque"
            ? "opaque"
            : "allowed"
          : waiting
            ? "pending"
            : "not-reached",
    sent: (sent && !blockedBefore) || response !== null,
  });
  return legs;
}

function statusLine(status: number, statusText: string): string {
  return `${status} ${statusText}`.trim();
}
