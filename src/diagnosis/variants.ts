import {
  type Exchange,
  firstHop,
  type Hop,
  judgedHeaders,
  type Response,
} from "../exchange/exchange.ts";
import { type HeaderList, has } from "../http/header-list.ts";
import { parseUrl, withoutPath } from "../http/origin.ts";
import { losesSignature } from "../http/signed-url.ts";
import type { FindingCode } from "../verdict/codes.ts";
import type { Verdict } from "../verdict/verdict.ts";
import type { DiagnosisCode, DiagnosisFinding } from "./diagnosis.ts";
import { keySentIn } from "./key-sent.ts";
import { frontThatWrote } from "./layers/who-responded.ts";
import { sendsAuthorization } from "./lost-authorization.ts";
import { mayRefuseByError } from "./refuses-by-error.ts";

/** A finding with the message that it is about. */
export interface FoundIn {
  readonly exchange: Exchange;
  readonly verdict: Verdict;
  readonly hop: Hop;
  readonly response: Response | null;
  readonly found: DiagnosisFinding;
}

/**
 * What distinguishes findings with the same code and side whose reasons and fixes differ. The words for a
 * finding depend on it, and the key of an issue contains it, so that its words hold for all its requests.
 * Pure; never depends on a path.
 */
export function variantOf(exchange: Exchange, verdict: Verdict, found: DiagnosisFinding): string {
  const hop = exchange.hops[found.hop] ?? firstHop(exchange);
  const response = (found.stage === "preflight" ? hop.preflight?.response : hop.response) ?? null;
  const special = VARIANTS[found.code];
  if (special !== undefined) return special({ exchange, verdict, hop, response, found });
  const { parameter } = found;
  return parameter === null || parameter === String(response?.status) ? "" : withoutPath(parameter);
}

const ofStatus = (s: FoundIn) => String(statusMeaning(s) ?? "");
const withTarget = (s: FoundIn, isSpecial: boolean) =>
  `${withoutPath(s.found.parameter ?? "")} ${isSpecial}`;

/** For codes whose parameter is not enough. */
const VARIANTS: Readonly<Partial<Record<DiagnosisCode, (s: FoundIn) => string>>> = {
  unauthenticated: ({ exchange, hop }) =>
    `${sendsAuthorization(exchange, hop)} ${keySentIn(exchange, hop)}`,
  forbidden: ({ response }) => frontThatWrote(response)?.id ?? "",
  "preflight-met-server-error": ({ response, verdict, found }) =>
    String(mayRefuseByError(response, verdict.originPerHop[found.hop] ?? verdict.initiatorOrigin)),
  "not-found": ofStatus,
  "gateway-error": ofStatus,
  "server-error": ofStatus,
  "client-error": ofStatus,
  "preflight-refused": (s) =>
    refusalOf(s) === "lists" ? `lists ${namesNotListed(s).sort().join()}` : refusalOf(s),
  // The words name the method as the request's.
  "content-type-without-body": () => "",
  "redirect-moved": (s) => withTarget(s, isPermanent(s)),
  "redirect-host": (s) => withTarget(s, losesSignature(s.hop.url, s.found.parameter ?? "")),
  "redirect-slash": (s) => withTarget(s, isDouble(s)),
  "redirected-to-page": (s) => withTarget(s, isAfterPost(s)),
};

/**
 * Statuses whose meaning differs from the others with the same code. https://www.iana.org/assignments/http-status-codes ;
 * 419 is Laravel's, 525 Cloudflare's, 529 is from overloaded services.
 */
const MEANINGS = [
  402, 406, 407, 408, 409, 410, 411, 412, 414, 416, 419, 422, 423, 426, 428, 431, 451, 507, 508,
  511, 525, 529,
] as const;

/** All servers accept longer URLs by default, but not much longer ones. */
const LONG_URL = 2000;

/** A status that stands for all statuses with its meaning. */
export type StatusMeaning = (typeof MEANINGS)[number];

/** Statuses that mean the same as another: 494 is nginx's, 509 is from hosting providers, 526 is Cloudflare's. */
const SAME: Readonly<Partial<Record<number, StatusMeaning>>> = { 494: 431, 509: 508, 526: 525 };

/** The meaning of a response's status beyond its diagnosis code; null where it has none. */
export function statusMeaning({ response, hop }: Pick<FoundIn, "response" | "hop">) {
  const status = response?.status ?? 0;
  if (OF_NETWORK.has(status) && !isOfNetwork(status, hop.url)) return null;
  const meaning = SAME[status] ?? MEANINGS.find((one) => one === status) ?? null;
  return meaning === 431 && isForUrl(hop) ? 414 : meaning;
}

/** Whether only the URL can be too large: many servers have one limit for it and the headers. */
const isForUrl = ({ url, requestHeaders }: Hop) =>
  url.length > LONG_URL &&
  requestHeaders !== null &&
  !has(requestHeaders, "Cookie") &&
  !has(requestHeaders, "Authorization");

/**
 * Whether a proxy or a captive portal sent the status, not the server: https://httpwg.org/specs/rfc9110.html#status.407
 * and https://www.rfc-editor.org/rfc/rfc6585#section-6. For https neither has a certificate, so the request would
 * fail without a response.
 */
export function isOfNetwork(status: number, url: string): boolean {
  return OF_NETWORK.has(status) && parseUrl(url)?.protocol === "http:";
}

const OF_NETWORK: ReadonlySet<number> = new Set([407, 511]);

/**
 * What a refused preflight shows about the reason: parsers, validation or limits, which a preflight must not
 * reach, send the status ("parsed"); the server reads no more than its head, in which only the URL can be too
 * long ("too-long"); or the lists lack a name, while the origin is allowed ("lists").
 */
export function refusalOf(s: FoundIn): "parsed" | "too-long" | "lists" | "" {
  const status = s.response?.status ?? 0;
  if (TOO_LONG.has(status) && s.hop.url.length > LONG_URL) return "too-long";
  // A check of the origin would not send the header that allows it.
  if (status === 400 && isAllowedHere(s)) return "parsed";
  if (status > 405 && status < 500 && !REFUSALS.has(status)) return "parsed";
  const isAllowed = has(headersOf(s), "Access-Control-Allow-Origin");
  return isAllowed && namesNotListed(s).length > 0 ? "lists" : "";
}

/** Whether the refused preflight's own header allows the origin, and no list in it explains the refusal. */
const isAllowedHere = (s: FoundIn) =>
  s.verdict.cause?.code === "preflight-invalid-status" && namesNotListed(s).length === 0;

const TOO_LONG: ReadonlySet<number> = new Set([414, 431, 494]);

/** Statuses besides 400 and 403 that firewalls and services send to refuse an origin. */
const REFUSALS: ReadonlySet<number> = new Set([407, 418, 444, 451]);

/** Names that the preflight requested and the response's lists lack. */
export function namesNotListed(s: FoundIn): string[] {
  const { found, verdict } = s;
  return verdict.findings.flatMap(({ code, stage, hop, parameter }) => {
    const list = LISTS[code];
    const isOfResponse = stage === "preflight" && hop === found.hop;
    return isOfResponse && parameter && list && has(headersOf(s), list) ? [parameter] : [];
  });
}

const headersOf = ({ response }: FoundIn): HeaderList =>
  response === null ? [] : judgedHeaders(response);

const LISTS: Readonly<Partial<Record<FindingCode, string>>> = {
  "method-disallowed": "Access-Control-Allow-Methods",
  "header-disallowed": "Access-Control-Allow-Headers",
};

/** Whether the redirect is permanent: the target of any other redirect can change with each request. */
export const isPermanent = ({ response }: Pick<FoundIn, "response">): boolean =>
  response?.status === 301 || response?.status === 308;

/** Whether the path has an empty segment, caused by a base URL with a trailing slash. */
export const isDouble = ({ hop }: Pick<FoundIn, "hop">): boolean =>
  /\/{2,}/.test(parseUrl(hop.url)?.pathname ?? "");

/** Whether the page came after a POST, as with forms: the rule found that it is HTML. */
export const isAfterPost = ({ found }: Pick<FoundIn, "found">): boolean =>
  found.evidence.some(({ what }) => what === "Content-Type");
