import {
  type Exchange,
  type Hop,
  type Preflight,
  type Response,
  withHops,
} from "../../exchange/exchange.ts";
import { get, type HeaderList, remove, set } from "../../http/header-list.ts";
import { isCorsSafelistedMethod } from "../../http/methods.ts";
import { sameOrigin } from "../../http/origin.ts";
import { withoutEmptyLines } from "../empty-lines.ts";
import type { Hypothesis } from "../hypotheses/hypotheses.ts";
import type { PredictedRules } from "../lane-rules.ts";
import type { HopWalk } from "../standard/main-fetch.ts";
import {
  type BothResponses,
  responseToNames,
  responseToOrigin,
  serverEchoesNames,
} from "./echoes.ts";
import {
  namesIn,
  type PageHeaders,
  pageHeadersOf,
  REQUEST_HEADERS,
  unsafeNames,
} from "./page-headers.ts";
import { hasPreflightFlag } from "./preflight-flag.ts";
import type { Unseen } from "./unseen.ts";
import { unseenResponses } from "./unseen-responses.ts";

/** An exchange as another lane's browser would have made it. */
export interface Counterpart {
  /** With servers that allow everything that they may have allowed. */
  readonly lenient: Exchange;
  /** With servers that respond as they did to the recording browser; often the very same object. */
  readonly strict: Exchange;
  /** The messages that the recording does not show, in order. */
  readonly unseen: readonly Unseen[];
}

/**
 * The recorded exchange as the browser of another lane would have made it: with that browser's preflights,
 * as far as the recording shows the server's responses to them. Where no message differs, it is the very
 * same object. Pure.
 *
 * @param chosen the request's modes, and its walk by the recording browser's rules.
 * @param ownRules the recording browser's rules.
 * @returns a function from a lane's rules to the counterpart. The data that all lanes share is read once.
 */
export function counterparts(
  exchange: Exchange,
  chosen: Hypothesis,
  ownRules: PredictedRules,
): (rules: PredictedRules) => Counterpart {
  const isChecked = chosen.walk.hops.some(({ need }) => need !== null);
  const pageHeaders = exchange.hops.map((hop) => (isChecked ? pageHeadersOf(exchange, hop) : null));
  return (rules) => {
    const read = rules.dropsEmptyLines ? withoutEmptyLines(exchange) : exchange;
    return counterpart({ exchange: read, chosen, pageHeaders, ownRules, rules });
  };
}

/** The input of a counterpart. */
interface Given {
  readonly exchange: Exchange;
  readonly chosen: Hypothesis;
  readonly pageHeaders: readonly (PageHeaders | null)[];
  readonly ownRules: PredictedRules;
  readonly rules: PredictedRules;
}

/** A hop by both assumptions about its server, and its unrecorded messages. */
interface Readings {
  readonly lenient: Hop;
  readonly strict: Hop;
  readonly unseen: readonly Omit<Unseen, "hop">[];
}

const NOTHING: readonly never[] = [];

function counterpart(given: Given): Counterpart {
  const { exchange } = given;
  const unseen: Unseen[] = unseenResponses(exchange, given.chosen, given.ownRules, given.rules);
  if (unseen.length === 0 && isPlain(given)) return asRecorded(exchange);
  const lenientHops: Hop[] = [];
  const strictHops: Hop[] = [];
  let wasNeeded = false;
  exchange.hops.forEach((_, index) => {
    const headers = given.pageHeaders[index] ?? null;
    const names = headers === null ? NOTHING : unsafeNames(headers, given.rules, index);
    const needed = isPreflightNeeded(given, index, names, wasNeeded);
    // Unsafe headers count even at the requesting origin, where no preflight is sent.
    wasNeeded ||= needed === true || names.length > 0;
    const readings = readHop(given, index, names, needed);
    lenientHops.push(readings.lenient);
    strictHops.push(readings.strict);
    for (const one of readings.unseen) unseen.push({ hop: index, ...one });
  });
  unseen.sort((a, b) => a.hop - b.hop || STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
  const asIf = (hops: readonly Hop[]) =>
    hops.every((hop, index) => hop === exchange.hops[index]) ? exchange : withHops(exchange, hops);
  const strict = asIf(strictHops);
  const isOne = lenientHops.every((hop, index) => hop === strictHops[index]);
  return { lenient: isOne ? strict : asIf(lenientHops), strict, unseen };
}

/** The exchange itself as counterpart, without unrecorded messages. */
export const asRecorded = (exchange: Exchange): Counterpart => ({
  lenient: exchange,
  strict: exchange,
  unseen: NOTHING,
});

/** Whether no hop needs a preflight in any lane, as in most exchanges. */
function isPlain({ exchange: { call, hops }, pageHeaders }: Given): boolean {
  if (call !== null && (call.body === "stream" || call.uploadListener !== false)) return false;
  return hops.every(({ method, preflight }, index) => {
    const headers = pageHeaders[index] ?? null;
    if (headers === null) return true;
    return preflight === null && isCorsSafelistedMethod(method) && hasNone(headers);
  });
}

const hasNone = ({ sent, gone, unsent }: PageHeaders) =>
  sent.length === 0 && gone.length === 0 && unsent.length === 0;

const STAGES: readonly Unseen["stage"][] = ["preflight", "response"];

/** Whether the lane's browser sends a preflight before a hop; null where the recording does not show it. */
function isPreflightNeeded(
  { exchange, chosen, ownRules, rules }: Given,
  index: number,
  names: readonly string[],
  wasNeeded: boolean,
): boolean | null {
  const walk = chosen.walk.hops[index];
  if (walk === undefined || walk.need === null) return false;
  if (names.length > 0) return true;
  if (!isCorsSafelistedMethod(walk.need.method)) return true;
  if (wasNeeded && rules.preflightsAgainAfterRedirect) return true;
  return hasPreflightFlag(exchange, exchange.hops[index] as Hop, ownRules, rules);
}

function readHop(
  given: Given,
  index: number,
  names: readonly string[],
  needed: boolean | null,
): Readings {
  const { exchange, chosen, pageHeaders, ownRules } = given;
  const hop = exchange.hops[index] as Hop;
  const same = { lenient: hop, strict: hop, unseen: NOTHING };
  const walk = chosen.walk.hops[index];
  const headers = pageHeaders[index] ?? null;
  if (walk === undefined || walk.need === null || headers === null) return same;
  const { preflight } = hop;
  if (preflight === null) {
    if (needed === false) return same;
    const ownNames = unsafeNames(headers, ownRules, index);
    const isCovered = names.every((name) => ownNames.includes(name));
    // A needed preflight that was not recorded came from the cache, in both browsers.
    const isOwnNeeded = walk.need.needed !== false || ownNames.length > 0;
    if (isOwnNeeded && isCovered) return same;
    const reason = needed === null ? "call-unseen" : "preflight-unseen";
    return { ...same, unseen: [{ stage: "preflight", reason, maybe: "fails" }] };
  }
  const without = { ...hop, preflight: null };
  if (needed === false) {
    const isUnseen = hop.response === null;
    const unseen: Readings["unseen"] = isUnseen
      ? [{ stage: "response", reason: "response-unseen", maybe: "anything" }]
      : NOTHING;
    return { lenient: without, strict: without, unseen };
  }
  const read = readPreflight(given, walk, hop, asEndedThere(given, preflight), names);
  if (needed === true) return read;
  // The lane's browser may send no preflight, so the preflight's response may not count.
  const maybe = { stage: "preflight", reason: "call-unseen", maybe: "either" } as const;
  return { lenient: without, strict: read.strict, unseen: [...read.unseen, maybe] };
}

/**
 * A preflight with the ending of the lane's browser. Where it has its request's redirect mode, a redirect
 * fails like a bad status.
 */
function asEndedThere({ exchange, ownRules, rules }: Given, preflight: Preflight): Preflight {
  const mode = exchange.call?.redirect ?? "follow";
  const error = rules.redirectedPreflightError;
  if (error === null || error === ownRules.redirectedPreflightError) return preflight;
  return mode === "follow" ? preflight : { ...preflight, ending: { kind: "failed", error } };
}

/** A hop with the preflight that the lane's browser would have sent. */
function readPreflight(
  { exchange, rules }: Given,
  walk: HopWalk,
  hop: Hop,
  preflight: Preflight,
  names: readonly string[],
): Readings {
  const initiator = exchange.initiatorOrigin ?? "null";
  const origin = rules.preflightForgetsRedirects ? initiator : walk.origin;
  const sent = preflight.requestHeaders ?? [];
  const isSameList = names.join() === namesIn(preflight).join();
  const sentOrigin = get(sent, "Origin");
  if (isSameList && sentOrigin === origin) {
    const same = preflight === hop.preflight ? hop : { ...hop, preflight };
    return { lenient: same, strict: same, unseen: NOTHING };
  }
  // A preflight to the requesting origin needs no allowed origin.
  const isTrusted = rules.preflightForgetsRedirects && sameOrigin(initiator, hop.origin);
  const isOther = !isTrusted && sentOrigin !== null && sentOrigin !== origin;
  const byOrigin: BothResponses = isOther
    ? responseToOrigin(exchange, hop, preflight.response, sentOrigin, origin)
    : { lenient: preflight.response, strict: preflight.response, unseen: null };
  const echoes = !isSameList && serverEchoesNames(exchange, hop, preflight);
  const byNames = isSameList
    ? byOrigin
    : responseToNames(byOrigin, preflight, names, rules, echoes);
  const requested = requestHeaders(sent, names, origin);
  const withResponse = (response: Response | null): Hop => ({
    ...hop,
    preflight: { ...preflight, requestHeaders: requested, response },
  });
  const strict = withResponse(byNames.strict);
  return {
    lenient: byNames.lenient === byNames.strict ? strict : withResponse(byNames.lenient),
    strict,
    unseen: [byOrigin.unseen, byNames.unseen].flatMap((one) =>
      one === null ? [] : [{ stage: "preflight", ...one } as const],
    ),
  };
}

function requestHeaders(sent: HeaderList, names: readonly string[], origin: string): HeaderList {
  const named =
    names.length === 0
      ? remove(sent, REQUEST_HEADERS)
      : set(sent, REQUEST_HEADERS, names.join(","));
  return set(named, "Origin", origin);
}
