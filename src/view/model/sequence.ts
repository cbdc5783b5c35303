import {
  type Exchange,
  type Hop,
  judgedHeaders,
  type Preflight,
  type Response,
} from "../../exchange/exchange.ts";
import type { Text } from "../../http/byte-string.ts";
import { get, type HeaderList } from "../../http/header-list.ts";
import { readable } from "../../http/isomorphic.ts";
import { originOf, parseLocation, parseUrl, schemeOf } from "../../http/origin.ts";
import type { Cause, Verdict } from "../../verdict/verdict.ts";
import { say } from "../../words/words.ts";
import { hostOf } from "./filter.ts";

/** A participant: the page, or a server. */
export interface Actor {
  readonly origin: string;
  readonly label: string;
}

/**
 * How an arrow ended: "stopped" if the browser stopped the exchange; "never-sent" for a message after that;
 * "cached" if the preflight cache allowed it; "served" without the network, as by a service worker; "silent"
 * for a request without a response.
 */
export type ArrowState =
  | "done"
  | "stopped"
  | "never-sent"
  | "cached"
  | "served"
  | "waiting"
  | "silent";

/** One arrow of the diagram: a message from the page to a server, or back. */
export interface Arrow {
  readonly key: string;
  readonly hop: number;
  readonly stage: "preflight" | "request";
  readonly direction: "out" | "back";
  /** The server's index in `actors`. */
  readonly server: number;
  readonly label: Text;
  /** The text below the label. */
  readonly note: Text | null;
  readonly state: ArrowState;
  /** Whether this is the first message whose origin is "null". */
  readonly turnsNull: boolean;
}

/** An exchange as a diagram: the participants, the page first, and their messages. */
export interface Sequence {
  readonly actors: readonly Actor[];
  readonly arrows: readonly Arrow[];
}

/** The diagram of an exchange. Pure. */
export function sequenceOf(exchange: Exchange, verdict: Verdict): Sequence {
  const picture = new Picture(exchange, verdict);
  exchange.hops.forEach((hop, index) => {
    picture.addHop(hop, index);
  });
  picture.addUnfollowed();
  return { actors: picture.actors, arrows: picture.arrows };
}

class Picture {
  readonly actors: Actor[];
  readonly arrows: Arrow[] = [];
  readonly #exchange: Exchange;
  readonly #verdict: Verdict;
  /** The cause that stopped it; null if nothing did. */
  readonly #cause: Cause | null;
  #nullSeen: boolean;

  constructor(exchange: Exchange, verdict: Verdict) {
    this.#exchange = exchange;
    this.#verdict = verdict;
    this.#cause = verdict.outcome === "opaque" ? null : verdict.cause;
    this.actors = [{ origin: "page", label: labelOf(verdict.initiatorOrigin) }];
    this.#nullSeen = verdict.initiatorOrigin === "null";
  }

  addHop(hop: Hop, index: number): void {
    const server = this.#server(hop.url);
    if (hop.preflight !== null) this.#addPreflight(hop.preflight, index, server);
    else if (index === 0 && this.#verdict.preflight.seen === "cached") {
      this.#add({
        key: `${index}-preflight-out`,
        hop: index,
        stage: "preflight",
        direction: "out",
        server,
        label: "OPTIONS",
        note: say("sequence_cached"),
        state: "cached",
        turnsNull: false,
      });
    }
    this.#addRequest(hop, index, server);
  }

  /** A redirect that was not allowed ends in a request that was never sent. */
  addUnfollowed(): void {
    const cause = this.#cause;
    const hop = cause?.stage === "redirect" ? this.#exchange.hops[cause.hop] : undefined;
    if (cause === null || hop === undefined || this.#exchange.hops[cause.hop + 1]) return;
    const location = hop.response && get(judgedHeaders(hop.response), "location");
    const target = location ? parseLocation(location, hop.url) : null;
    if (target === null) return;
    this.#add({
      key: `${cause.hop + 1}-request-out`,
      hop: cause.hop,
      stage: "request",
      direction: "out",
      server: this.#server(target.href),
      label: `${hop.method} ${pathOf(target.href)}`,
      note: say("sequence_never_sent"),
      state: "never-sent",
      turnsNull: false,
    });
  }

  #addPreflight(preflight: Preflight, hop: number, server: number): void {
    const { response } = preflight;
    const stopped = this.#stopsAt(hop, "preflight");
    const waiting = preflight.ending.kind === "pending" && this.#exchange.ending.kind === "pending";
    const base = { hop, stage: "preflight", server } as const;
    this.#add({
      ...base,
      key: `${hop}-preflight-out`,
      direction: "out",
      label: `OPTIONS ${pathOf(preflight.url)}`,
      ...this.#originNote(preflight.requestHeaders, hop),
      ...(response === null && stopped && { state: "stopped" as const }),
    });
    this.#addResponse(base, response, {
      stopped,
      waiting,
      redirect: preflight.redirect?.url ?? null,
    });
  }

  #addRequest(hop: Hop, index: number, server: number): void {
    const { response } = hop;
    const waiting = this.#exchange.ending.kind === "pending";
    const stopped = this.#stopsAt(index, "request");
    const blockedBefore = this.#stopsAt(index, "preflight");
    const sent =
      response !== null || (!blockedBefore && (hop.sentAt !== null || hop.requestHeaders !== null));
    const base = { hop: index, stage: "request", server } as const;
    const label = `${hop.method} ${pathOf(hop.url)}`;
    if (!sent && this.#wasServed()) {
      const byWorker = this.#exchange.answeredByWorker === true;
      this.#add({
        ...base,
        key: `${index}-request-out`,
        direction: "out",
        label,
        note: say(byWorker ? "sequence_by_worker" : "sequence_without_network"),
        state: "served",
        turnsNull: false,
      });
      return;
    }
    if (!sent && !(waiting && hop.preflight === null)) {
      // A network error occurs at the request: the arrow is drawn up to it.
      const gaveUp = this.#verdict.outcome === "aborted";
      const state = stopped && !blockedBefore && !gaveUp ? "stopped" : "never-sent";
      const note = state === "stopped" ? say("sequence_stopped") : say("sequence_never_sent");
      this.#add({
        ...base,
        key: `${index}-request-out`,
        direction: "out",
        label,
        note: waiting && !blockedBefore ? say("sequence_waiting") : note,
        state: waiting && !blockedBefore ? "waiting" : state,
        turnsNull: false,
      });
      return;
    }
    this.#add({
      ...base,
      key: `${index}-request-out`,
      direction: "out",
      label,
      ...this.#originNote(hop.requestHeaders, index),
      ...(response === null && stopped && { state: "stopped" as const }),
    });
    this.#addResponse(base, response, {
      stopped,
      waiting,
      redirect: hop.redirect === null ? null : locationOf(hop),
    });
  }

  #addResponse(
    base: Pick<Arrow, "hop" | "stage" | "server">,
    response: Response | null,
    { stopped, waiting, redirect }: { stopped: boolean; waiting: boolean; redirect: Text | null },
  ): void {
    const key = `${base.hop}-${base.stage}-back`;
    const common = { ...base, key, direction: "back", turnsNull: false } as const;
    if (response === null) {
      if (stopped && !waiting) return;
      const label = waiting ? say("sequence_waiting") : say("sequence_no_response");
      this.#add({ ...common, label, note: null, state: waiting ? "waiting" : "silent" });
      return;
    }
    this.#add({
      ...common,
      label: `${response.status} ${readable(response.statusText)}`.trim(),
      note: stopped
        ? say("sequence_stopped")
        : redirect === null
          ? null
          : say("sequence_redirects_to", redirect),
      state: stopped ? "stopped" : "done",
    });
  }

  /** The `Origin` header of a message; the first "null" gets its own note. */
  #originNote(
    headers: HeaderList | null,
    hop: number,
  ): Pick<Arrow, "note" | "state" | "turnsNull"> {
    const sent =
      headers === null ? (this.#verdict.originPerHop[hop] ?? null) : get(headers, "Origin");
    const turnsNull = sent === "null" && !this.#nullSeen;
    if (turnsNull) this.#nullSeen = true;
    const note = turnsNull
      ? say("sequence_turns_null")
      : sent === null
        ? say("sequence_no_origin")
        : `Origin: ${readable(sent)}`;
    return { note, state: "done", turnsNull };
  }

  /** Whether the page got a response: then an unsent request was served by a cache or worker. */
  #wasServed(): boolean {
    return this.#verdict.outcome === "allowed" || this.#verdict.outcome === "opaque";
  }

  #stopsAt(hop: number, stage: "preflight" | "request"): boolean {
    const cause = this.#cause;
    return (
      cause !== null &&
      cause.hop === hop &&
      (cause.stage === "preflight") === (stage === "preflight")
    );
  }

  #server(url: string): number {
    const tuple = originOf(url);
    // A URL of another scheme, such as that of an app, has no server.
    const origin = tuple === "null" ? `${schemeOf(url)}:` : tuple;
    const known = this.actors.findIndex((actor, index) => index > 0 && actor.origin === origin);
    if (known > 0) return known;
    return this.actors.push({ origin, label: labelOf(origin) }) - 1;
  }

  #add(arrow: Arrow): void {
    this.arrows.push(arrow);
  }
}

function labelOf(origin: string): string {
  return hostOf(origin) || origin;
}

function pathOf(url: string): string {
  const parsed = parseUrl(url);
  // An app's URL, which has no server, stays whole.
  const isWhole = parsed === null || parsed.host === "" || parsed.origin === "null";
  return isWhole ? url : parsed.pathname + parsed.search;
}

function locationOf(hop: Hop): Text | null {
  const reported = hop.response && get(judgedHeaders(hop.response), "location");
  return reported === null ? (hop.redirect?.url ?? null) : readable(reported);
}

/** The diagram in words, for screen readers. */
export function describeSequence({ actors, arrows }: Sequence): string {
  const page = actors[0]?.label ?? "";
  const sentences = arrows.map((arrow) => {
    const server = actors[arrow.server]?.label ?? "";
    const [from, to] = arrow.direction === "out" ? [page, server] : [server, page];
    return arrow.note === null
      ? say("sequence_reported", from, to, arrow.label)
      : say("sequence_reported_note", from, to, arrow.label, arrow.note);
  });
  return sentences.join(" ");
}
