import {
  type Exchange,
  type Hop,
  judgedHeaders,
  type Preflight,
  type Response,
} from "../../exchange/exchange.ts";
import { varyNames } from "../../http/caching.ts";
import { asciiLowercase, listMembers } from "../../http/field-values.ts";
import { get, getAll, type HeaderList, sameHeaderName, set } from "../../http/header-list.ts";
import { originOf } from "../../http/origin.ts";
import type { PredictedRules } from "../lane-rules.ts";
import { missingHeaderNames } from "../standard/cors-preflight-fetch.ts";
import { namesIn, REQUEST_HEADERS } from "./page-headers.ts";
import type { Unseen } from "./unseen.ts";

/** Possible responses of a server to a different preflight than the recorded one. */
export interface BothResponses {
  readonly lenient: Response | null;
  readonly strict: Response | null;
  readonly unseen: Pick<Unseen, "reason" | "maybe"> | null;
}

export const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
const ALLOW_HEADERS = "Access-Control-Allow-Headers";

/**
 * A preflight's response to another list of header names. The list is echoed where the recording shows that
 * the server echoes it.
 */
export function responseToNames(
  { lenient, strict }: BothResponses,
  sent: Preflight,
  names: readonly string[],
  rules: PredictedRules,
  echoes: boolean,
): BothResponses {
  const same = { lenient, strict, unseen: null };
  if (strict === null || lenient === null) return same;
  const headers = judgedHeaders(strict);
  const list = get(headers, ALLOW_HEADERS);
  const allowed = listMembers(list);
  const missing = (of: readonly string[]) => missingHeaderNames(allowed, of, false, rules);
  const isAllowed = missing(namesIn(sent)).length === 0;
  const added = missing(names);
  // The server did not allow all recorded names, so it may refuse the new list too.
  if (!isAllowed) {
    const maybe = { reason: "headers-unseen", maybe: "fails" } as const;
    // One name alone needs no separator, so the server's list of it may be valid.
    if (names.length === 1 && isWronglySeparated(list ?? "", namesIn(sent))) {
      return { ...same, unseen: { ...maybe, maybe: "anything" } };
    }
    return added.length === 0 ? { ...same, unseen: maybe } : same;
  }
  if (added.length === 0) return same;
  const value = [...(list === null ? [] : [list]), ...added].join(", ");
  const echoed = (response: Response) =>
    withHeaders(response, set(judgedHeaders(response), ALLOW_HEADERS, value));
  if (echoes || isEcho(headers, list ?? "", namesIn(sent))) {
    const all = echoed(strict);
    return { lenient: lenient === strict ? all : echoed(lenient), strict: all, unseen: null };
  }
  const unseen = { reason: "headers-unseen", maybe: "either" } as const;
  return { lenient: echoed(lenient), strict, unseen };
}

/** Whether a list has all requested names, but no comma between some of them: it may echo them so. */
function isWronglySeparated(list: string, announced: readonly string[]): boolean {
  const written = asciiLowercase(list).split(/[\s,;]+/);
  return announced.length > 1 && announced.every((name) => written.includes(name));
}

const withHeaders = (response: Response, headers: HeaderList): Response => ({
  ...response,
  headers,
  rewrittenHeaders: null,
});

/**
 * Whether a server allowed each of two preflights its own names, and none of the names that only the other
 * preflight requested.
 */
export function serverEchoesNames(
  { hops }: Exchange,
  { origin }: Hop,
  preflight: Preflight,
): boolean {
  const listsOf = (one: Preflight) => {
    const headers = one.response === null ? [] : judgedHeaders(one.response);
    const allowed = listMembers(get(headers, ALLOW_HEADERS)).map(asciiLowercase);
    return { requested: namesIn(one), allowed };
  };
  const own = listsOf(preflight);
  const isAllowed = ({ requested, allowed }: typeof own) =>
    requested.every((name) => allowed.includes(name));
  return hops.some((hop) => {
    if (hop.origin !== origin || hop.preflight === null) return false;
    const other = listsOf(hop.preflight);
    const apart = [
      ...own.requested.filter((name) => !other.requested.includes(name)),
      ...other.requested.filter((name) => !own.requested.includes(name)),
    ];
    return (
      apart.length > 0 &&
      isAllowed(own) &&
      isAllowed(other) &&
      apart.every((name) => own.allowed.includes(name) !== other.allowed.includes(name))
    );
  });
}

/**
 * Whether a list of allowed names certainly echoes the requested list: `Vary` says so, or the names are
 * lower-case and sorted as browsers send them. Four such names are enough. A fixed list may contain fewer by
 * chance, so these must also be separated as in the request: people write a space after commas, browsers
 * do not.
 */
function isEcho(headers: HeaderList, list: string, announced: readonly string[]): boolean {
  if (variesBy(headers, REQUEST_HEADERS)) return true;
  if (announced.length < 2) return false;
  const allowed = listMembers(list);
  const from = allowed.indexOf(announced[0] as string);
  if (announced.some((name, index) => allowed[from + index] !== name)) return false;
  return announced.length >= 4 || list.includes(announced.join());
}

/**
 * A preflight's response to another `Origin`. The origin is echoed where the recording shows that the server
 * echoes it.
 */
export function responseToOrigin(
  exchange: Exchange,
  hop: Hop,
  response: Response | null,
  sent: string,
  origin: string,
): BothResponses {
  const same = { lenient: response, strict: response, unseen: null };
  if (response === null) return same;
  const headers = judgedHeaders(response);
  const values = getAll(headers, ALLOW_ORIGIN);
  const [value] = values;
  const unseen = { reason: "origin-unseen", maybe: "either" } as const;
  if (values.length === 1 && value === sent) {
    const seen = allowsByOrigin(exchange, hop, sent);
    if (seen === "fixed") return same;
    const echoed = withHeaders(response, set(headers, ALLOW_ORIGIN, origin));
    const isFollowed = seen === "echoes" || saysThatItEchoes(headers, hop.response, sent);
    return isFollowed
      ? { lenient: echoed, strict: echoed, unseen: null }
      : { lenient: echoed, strict: response, unseen };
  }
  const isMadeOfIt = values.some((one) => asciiLowercase(one).includes(asciiLowercase(sent)));
  if (isMadeOfIt) {
    const remade = headers.map(([name, it]) =>
      sameHeaderName(name, ALLOW_ORIGIN)
        ? ([name, it.replaceAll(sent, origin)] as const)
        : ([name, it] as const),
    );
    // A value with another spelling of the origin matches no origin.
    const isExact = values.some((one) => one.includes(sent));
    return isExact
      ? { lenient: withHeaders(response, remade), strict: response, unseen }
      : { ...same, unseen: { ...unseen, maybe: "fails" } };
  }
  if (!variesByOrigin(headers) || value === "*") return same;
  return {
    lenient: withHeaders(response, set(headers, ALLOW_ORIGIN, origin)),
    strict: response,
    unseen,
  };
}

/**
 * Whether `Vary` shows that a server echoes the origin, in the response to the preflight or to its request.
 * The request's response, if any, must name the same origin.
 */
function saysThatItEchoes(preflight: HeaderList, response: Response | null, sent: string): boolean {
  if (response === null) return variesByOrigin(preflight);
  const headers = judgedHeaders(response);
  if (get(headers, ALLOW_ORIGIN) !== sent) return false;
  return variesByOrigin(preflight) || variesByOrigin(headers);
}

/** Whether `Vary` names `Origin`; `*` may mean anything else. */
export const variesByOrigin = (headers: HeaderList) => variesBy(headers, "origin");

const variesBy = (headers: HeaderList, name: string) =>
  varyNames(headers).some((one) => sameHeaderName(one, name));

/**
 * How the same server responded to another `Origin`, in this exchange or an earlier one: "echoes" that
 * origin, or "fixed" where it allowed the same origin as here; null where no such response was recorded.
 */
function allowsByOrigin(
  { hops, requesters }: Exchange,
  { url }: Hop,
  sent: string,
): "echoes" | "fixed" | null {
  const server = originOf(url);
  const responses = hops
    .filter((hop) => originOf(hop.url) === server)
    .flatMap((hop) => (hop.preflight === null ? [hop] : [hop, hop.preflight]))
    .map(({ requestHeaders, response }) => ({
      origin: get(requestHeaders ?? [], "Origin"),
      allowOrigin: response === null ? null : get(judgedHeaders(response), ALLOW_ORIGIN),
    }));
  const earlier = requesters.filter(({ hop }) => hops[hop]?.url === url);
  for (const { origin, allowOrigin } of [...responses, ...earlier]) {
    if (origin === null || origin === sent) continue;
    if (allowOrigin === origin) return "echoes";
    if (allowOrigin === sent) return "fixed";
  }
  return null;
}
