import { factsOf } from "../browsers/facts-of.ts";
import {
  type Exchange,
  firstHop,
  type Hop,
  judgedHeaders,
  type Preflight,
  type RequestedExchange,
  type Response,
} from "../exchange/exchange.ts";
import { isToken } from "../http/field-values.ts";
import { type HeaderLine, type HeaderList, has, remove, set } from "../http/header-list.ts";
import { encodeUtf8, readable } from "../http/isomorphic.ts";
import { parseUrl } from "../http/origin.ts";
import type { PageCall } from "../observation/page-call.ts";
import { judgementOfWalk } from "./decision.ts";
import { judge } from "./judge.ts";
import { forEachLane, type LaneName } from "./lane-name.ts";
import type { LaneRules } from "./lane-rules.ts";
import { LANE_RULES } from "./lanes/all.ts";
import { rulesOf } from "./lanes/observed.ts";
import { locationUrl } from "./standard/http-redirect-fetch.ts";
import { type FetchWalk, mainFetch } from "./standard/main-fetch.ts";
import type { CredentialsMode, Judgement, Mode, RemedyChange, Verdict } from "./verdict.ts";

/** A response as text to edit. */
export interface EditedResponse {
  readonly status: number;
  /** One header per line. */
  readonly headers: string;
}

/** The editable values of an exchange in the What-if: as recorded, until changed. Plain JSON. */
export interface WhatIfEdit {
  readonly origin: string;
  readonly mode: Mode;
  readonly credentials: CredentialsMode;
  /** By `responseKey`; null where no response was recorded. */
  readonly responses: Readonly<Record<string, EditedResponse | null>>;
}

/** "open": all known messages pass, and a later message is unknown. */
export type PredictedLane =
  | Judgement<"allowed" | "opaque" | "blocked">
  | { readonly outcome: "open"; readonly cause: null };

export interface Prediction {
  readonly lanes: Readonly<Record<LaneName, PredictedLane>>;
  /** The unknown message, where the recording browser's own lane is open. */
  readonly open: "response" | "redirect" | "preflight" | null;
  /** The edited exchange with its verdict, for the wording. */
  readonly exchange: Exchange;
  readonly verdict: Verdict;
}

type Stage = "preflight" | "request";

/** The key of a response in an edit. */
export function responseKey(hop: number, stage: Stage): string {
  return `${hop}-${stage}`;
}

/** The recorded values, as an edit that changes nothing. */
export function asRecorded(exchange: Exchange, verdict: Verdict): WhatIfEdit {
  const responses: Record<string, EditedResponse | null> = {};
  exchange.hops.forEach((hop, index) => {
    if (hop.preflight !== null) {
      responses[responseKey(index, "preflight")] = asText(hop.preflight.response);
    }
    responses[responseKey(index, "request")] = asText(hop.response);
  });
  return {
    origin: exchange.initiatorOrigin ?? "null",
    mode: verdict.mode.value,
    credentials: verdict.credentials.value,
    responses,
  };
}

function asText(response: Response | null): EditedResponse | null {
  if (response === null) return null;
  return { status: response.status, headers: asLines(judgedHeaders(response)) };
}

/** Header lines as text; `readHeaders` reads them back. */
function asLines(headers: HeaderList): string {
  return headers.map(([name, value]) => `${name}: ${readable(value)}`).join("\n");
}

/** The edit with a remedy's changes, which create a response that was not recorded. */
export function withRemedy(edit: WhatIfEdit, remedy: readonly RemedyChange[]): WhatIfEdit {
  const responses = { ...edit.responses };
  for (const change of remedy) {
    const key = responseKey(change.hop, change.stage === "preflight" ? "preflight" : "request");
    const before = responses[key] ?? { status: 200, headers: "" };
    let headers = readHeaders(before.headers).headers;
    for (const name of change.remove) headers = remove(headers, name);
    for (const { name, value } of change.set) headers = set(headers, name, value);
    responses[key] = {
      status: change.status ?? before.status,
      headers: asLines(headers),
    };
  }
  return { ...edit, responses };
}

/** The header lines in a text, with their values as bytes, and the lines that are not headers. */
export function readHeaders(text: string): { headers: HeaderList; unread: readonly string[] } {
  const headers: HeaderLine[] = [];
  const unread: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim();
    if (colon > 0 && isToken(name)) headers.push([name, encodeUtf8(line.slice(colon + 1).trim())]);
    else unread.push(line);
  }
  return { headers, unread };
}

/** Whether two edits are equal. */
export function isSameEdit(a: WhatIfEdit, b: WhatIfEdit): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * The prediction for the exchange with the edit. The recorded ending, and what the page saw of it, are ignored:
 * a fixed response would contradict the recorded failure. Each lane walks the standard's main fetch over the
 * messages alone. The verdict is of an exchange with the ending that its own lane's walk predicts. Pure.
 */
export function predict(exchange: Exchange, verdict: Verdict, edit: WhatIfEdit): Prediction {
  const supposed = applyEdit(exchange, edit);
  const before = asRecorded(exchange, verdict);
  const sameCaller =
    before.origin === edit.origin &&
    before.mode === edit.mode &&
    before.credentials === edit.credentials;
  const walk = (rules: LaneRules) => mainFetch(supposed, edit, rules);
  const own = walk(rulesOf(exchange.browser));
  const open = own.cause === null ? unknownOf(supposed, own, sameCaller) : null;
  const ended = endAs(supposed, own, open !== null);
  return {
    lanes: forEachLane((name) => laneOf(supposed, walk(LANE_RULES[name]), sameCaller)),
    open,
    exchange: ended,
    verdict: judge(ended),
  };
}

function laneOf(exchange: Exchange, walk: FetchWalk, sameCaller: boolean): PredictedLane {
  const judgement = judgementOfWalk(walk);
  if (judgement.outcome === "blocked") return judgement;
  const isOpen = judgement.outcome === "unknown" || unknownOf(exchange, walk, sameCaller) !== null;
  return isOpen ? { outcome: "open", cause: null } : judgement;
}

/** The unknown message after a walk without problems; null where the walk is complete. */
function unknownOf(exchange: Exchange, walk: FetchWalk, sameCaller: boolean): Prediction["open"] {
  for (const { need, hop } of walk.hops) {
    const { preflight, sentAt } = exchange.hops[hop] as Hop;
    if (need?.needed !== true) continue;
    // The same caller's request was sent without a preflight: an earlier preflight's response was cached.
    if (preflight === null && !(sameCaller && sentAt !== null)) return "preflight";
    if (preflight !== null && preflight.response === null) return "preflight";
  }
  const last = exchange.hops.at(-1) as Hop;
  if (last.response === null) return "response";
  const isManual = exchange.call?.redirect === "manual";
  return walk.hops.at(-1)?.location != null && !isManual ? "redirect" : null;
}

/** The exchange with the edit. Hops after a redirect are kept while the redirect's target is unchanged. */
function applyEdit(exchange: Exchange, edit: WhatIfEdit): RequestedExchange {
  const hops: Hop[] = [];
  for (const [index, hop] of exchange.hops.entries()) {
    const response = responseOf(hop.response, edit.responses[responseKey(index, "request")], hop);
    const supposed: Hop = {
      ...hop,
      requestHeaders: withOrigin(hop.requestHeaders, exchange, edit),
      preflight: preflightOf(hop, edit.responses[responseKey(index, "preflight")]),
      response,
    };
    const leadsOn = hop.redirect !== null && locationUrl(supposed) === locationUrl(hop);
    hops.push(leadsOn ? supposed : { ...supposed, redirect: null });
    if (!leadsOn) break;
  }
  const call: PageCall = exchange.call ?? anUnseenCall(exchange);
  return {
    ...exchange,
    kind: "requested",
    answeredByWorker: null,
    initiatorOrigin: edit.origin,
    hops,
    ending: { kind: "completed" },
    // What the page saw belongs to the recorded response.
    callResult: null,
    timedStatus: null,
    elementFailed: false,
    violation: null,
    // Both the walk and the verdict read mode and credentials mode from the call.
    call: {
      ...call,
      mode: edit.mode === "websocket" ? null : edit.mode,
      credentials: edit.credentials,
    },
  };
}

function withOrigin(
  headers: HeaderList | null,
  exchange: Exchange,
  { origin }: WhatIfEdit,
): HeaderList | null {
  if (headers === null || origin === exchange.initiatorOrigin || !has(headers, "Origin")) {
    return headers;
  }
  return set(headers, "Origin", origin);
}

function preflightOf(hop: Hop, edited: EditedResponse | null | undefined): Preflight | null {
  const { preflight } = hop;
  if (preflight === null && !edited) return null;
  const base: Preflight = preflight ?? {
    requestId: "",
    url: hop.url,
    startedAt: hop.startedAt,
    endedAt: hop.startedAt,
    requestHeaders: null,
    response: null,
    redirect: null,
    ending: { kind: "completed" },
  };
  return {
    ...base,
    response: responseOf(base.response, edited, hop),
    ending: { kind: "completed" },
  };
}

function responseOf(
  seen: Response | null,
  edited: EditedResponse | null | undefined,
  hop: Hop,
): Response | null {
  if (!edited) return null;
  const unchanged = asText(seen);
  if (unchanged?.status === edited.status && unchanged.headers === edited.headers) return seen;
  return {
    receivedAt: hop.startedAt,
    fromCache: false,
    ip: null,
    ...seen,
    status: edited.status,
    // The status text belongs to the recorded status.
    statusText: seen?.status === edited.status ? seen.statusText : "",
    headers: readHeaders(edited.headers).headers,
    linesSeen: true,
    rewrittenHeaders: null,
  };
}

function anUnseenCall(exchange: Exchange): PageCall {
  const { url, method } = firstHop(exchange);
  return {
    api: "fetch",
    url,
    method,
    mode: null,
    credentials: null,
    redirect: null,
    headerNames: [],
    body: "none",
    uploadListener: null,
    keepalive: false,
    targetAddressSpace: null,
    onlyIfCached: false,
    hasIntegrity: false,
    served: false,
    stack: null,
  };
}

/** The exchange with the ending that the walk predicts, so that the verdict is certain. */
function endAs(
  exchange: RequestedExchange,
  { cause }: FetchWalk,
  isOpen: boolean,
): RequestedExchange {
  if (cause === null) {
    return isOpen ? { ...exchange, ending: { kind: "pending" }, endedAt: null } : exchange;
  }
  const unsent = { sentAt: null, requestHeaders: null, response: null, redirect: null } as const;
  // These two are problems of the redirect's target, which needs a hop of its own to be found.
  const ofNext = cause.code === "disallowed-by-mode" || cause.code === "cors-disabled-scheme";
  const keep = cause.hop + 1 + Number(ofNext && cause.stage === "redirect");
  const hops = exchange.hops.slice(0, keep).map((hop, index): Hop => {
    if (index < keep - 1) return hop;
    if (cause.stage === "preflight" || cause.stage === "request") return { ...hop, ...unsent };
    if (keep > cause.hop + 1) return { ...hop, ...unsent, preflight: null };
    // A withheld response has no server address: see `wasHandedOn` in evidence.ts.
    return { ...hop, redirect: null, response: hop.response && { ...hop.response, ip: null } };
  });
  const { completesWithheld, corsError } = factsOf(exchange.browser);
  const ending = { kind: "failed", error: corsError } as const;
  // A withheld response has arrived; an unsent request cannot complete.
  const isWithheld = cause.stage === "response" || cause.stage === "redirect";
  if (completesWithheld && isWithheld) return { ...exchange, hops };
  if (!completesWithheld) return { ...exchange, hops, ending };
  const stopped = hops.map((hop, index): Hop => {
    const isIt = index === cause.hop && cause.stage === "preflight" && hop.preflight !== null;
    return isIt ? { ...hop, preflight: { ...hop.preflight, ending } } : hop;
  });
  return { ...exchange, hops: stopped, ending };
}

/** A typed origin, normalised as a browser would send it; null where it is invalid. */
export function readOrigin(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "null") return trimmed;
  const parsed = parseUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  return parsed === null || parsed.host === "" ? null : `${parsed.protocol}//${parsed.host}`;
}
