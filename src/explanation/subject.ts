import { factsOf } from "../browsers/facts-of.ts";
import {
  type Exchange,
  firstHop,
  type Hop,
  judgedHeaders,
  type Response,
} from "../exchange/exchange.ts";
import { listMembers } from "../http/field-values.ts";
import { get, type HeaderList, sameHeaderName } from "../http/header-list.ts";
import { parseUrl } from "../http/origin.ts";
import { causeOfError } from "../verdict/browsers/error-names.ts";
import { redirectTarget } from "../verdict/standard/http-redirect-fetch.ts";
import type { Finding, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say } from "../words/words.ts";
import { type Caller, callerOf } from "./caller.ts";
import { plainText, sentenceCase } from "./plain-text.ts";

/**
 * The input of an explanation: one finding with the values of its exchange, each shortened and escaped for a
 * sentence. `target` is "PUT /items/42", for example.
 */
export interface Subject {
  readonly exchange: Exchange;
  readonly verdict: Verdict;
  readonly finding: Finding;
  readonly hop: Hop;
  /** The hop's URL, scheme and host, host with port, and path without query, which rarely matters. */
  readonly url: string;
  readonly site: string;
  readonly host: string;
  readonly path: string;
  readonly method: string;
  /** The URL for titles, without query. */
  readonly address: string;
  /** For several requests, their common redirect target; else null. */
  readonly alikeLocation: string | null;
  /** The message at fault: "OPTIONS /items/42" for a preflight, else "PUT /items/42". */
  readonly target: string;
  /** For example "the response to OPTIONS /items/42". */
  readonly responseName: string;
  /** The serialised request origin of this hop, and the page's. */
  readonly origin: string;
  readonly pageOrigin: string;
  /** Whether a redirect changed the origin to "null". */
  readonly tainted: boolean;
  /** The response that the finding is about; null where there was none. */
  readonly response: Response | null;
  /** "500", or "500 Internal Server Error", or "500, 507" for several requests; "" without a response. */
  readonly status: string;
  /** "500", or "500, 507" for several requests; "" without a response. */
  readonly statusCode: string;
  /** Whether the root cause above has already named the status. */
  readonly statusNamed: boolean;
  readonly headers: HeaderList;
  readonly parameter: string;
  /** The parameters of all findings with this code in this message: every disallowed header, sorted. */
  readonly parameters: readonly string[];
  /** The header names that the preflight requested, as listed. */
  readonly requestedHeaders: readonly string[];
  readonly withCredentials: boolean;
  /** The sender of the request, as not every caller can follow all advice. */
  readonly caller: Caller;
  readonly browser: "Chromium" | "Firefox";
  /** The browser's error text; "" where there was none. */
  readonly error: string;
}

/** Common properties of several requests with one problem, as shown in their title and advice. */
export interface Alike {
  /** The hop at which the representative request was stopped. */
  readonly hop: number;
  /** For example "/v2/items/…". */
  readonly path: string;
  /** For example "GET, PUT". */
  readonly methods: string;
  /** For example "500, 507"; null where they are unknown. */
  readonly statuses: string | null;
  /** For example "https://api.test/v2/items/…"; null unless all were redirected to one server. */
  readonly location: string | null;
  /** The parameters of all findings like the cause: every disallowed header. */
  readonly parameters: readonly string[];
  /** The header names that their preflights requested. */
  readonly requestedHeaders: readonly string[];
  /** Whether any of them was sent with credentials. */
  readonly withCredentials: boolean;
}

/**
 * Collects the values for explaining a finding.
 *
 * @param alike the findings to explain together; by default only this one.
 * @param statusNamed whether the text above already names the status.
 * @param several the requests that this one represents.
 */
export function subjectOf(
  exchange: Exchange,
  verdict: Verdict,
  finding: Finding,
  alike: readonly Finding[] = [finding],
  statusNamed = false,
  several?: Alike,
): Subject {
  const hop = exchange.hops[finding.hop] ?? firstHop(exchange);
  const atPreflight = finding.stage === "preflight";
  const response = (atPreflight ? hop.preflight?.response : hop.response) ?? null;
  const url = parseUrl(hop.url);
  const all = several?.hop === finding.hop ? several : undefined;
  const path = plainText(all?.path ?? url?.pathname ?? withoutQuery(hop.url), 60) || "/";
  const method = plainText(all?.methods ?? hop.method, 40);
  const site = plainText(url === null ? hop.url : `${url.protocol}//${url.host}`);
  const target = `${atPreflight ? "OPTIONS" : method} ${path}`;
  const origin = verdict.originPerHop[finding.hop] ?? verdict.initiatorOrigin;
  const ofAll = finding.code === verdict.cause?.code ? (all?.parameters ?? []) : [];
  const parameters = [...alike.map((one) => one.parameter), ...ofAll];
  return {
    exchange,
    verdict,
    finding,
    hop,
    url: plainText(hop.url),
    site,
    host: plainText(url?.host || hop.url),
    path,
    method,
    address: plainText(
      url === null ? withoutQuery(hop.url) : `${url.protocol}//${url.host}${path}`,
    ),
    alikeLocation: all?.location ?? null,
    target,
    responseName: say(
      finding.stage === "redirect" ? "why_the_redirect" : "why_the_response",
      target,
    ),
    origin: plainText(origin),
    pageOrigin: plainText(verdict.initiatorOrigin),
    tainted: origin === "null" && verdict.initiatorOrigin !== "null",
    response,
    status:
      response === null
        ? ""
        : (all?.statuses ?? `${response.status} ${plainText(response.statusText, 40)}`.trim()),
    statusCode: all?.statuses ?? String(response?.status ?? ""),
    statusNamed,
    headers: response === null ? [] : judgedHeaders(response),
    parameter: plainText(finding.parameter),
    parameters: [...new Set(parameters.map((one) => plainText(one, 60)).filter(Boolean))].sort(),
    requestedHeaders:
      all?.requestedHeaders ??
      listMembers(get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers")),
    withCredentials: all?.withCredentials ?? verdict.credentials.value === "include",
    caller: callerOf(exchange, verdict.destination),
    browser: factsOf(exchange.browser).productName,
    error: errorOf(exchange, hop, atPreflight),
  };
}

/** The URL without query and fragment; also works for invalid URLs. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, "");

function errorOf(exchange: Exchange, hop: Hop, atPreflight: boolean): string {
  const endings = [atPreflight ? hop.preflight?.ending : undefined, exchange.ending];
  const errors = endings.flatMap((one) => (one?.kind === "failed" ? [one.error] : []));
  // One of the two may only say that the other failed.
  return plainText(errors.find((error) => causeOfError(error) !== null) ?? errors[0]);
}

/** The URL that a policy refused, shortened and escaped, with its site and its host. */
export interface RefusedUrl {
  readonly url: string;
  readonly site: string;
  readonly host: string;
}

/** The URL that a policy refused: at a redirect its target, as the hop itself was requested and responded. */
export function refusedUrl(s: Subject): RefusedUrl {
  if (s.finding.stage !== "redirect") return s;
  const to = redirectTarget(s.hop);
  const url = to === null ? null : parseUrl(to);
  const name = plainText(to ?? say("why_disallowed_by_mode_unknown"));
  return url?.host
    ? { url: name, site: plainText(`${url.protocol}//${url.host}`), host: plainText(url.host) }
    : { url: name, site: name, host: name };
}

/** The sentence that the hop redirects to the refused URL, and that the browser did not follow. */
export function notFollowed(s: Subject): string {
  return say("why_redirect_not_followed", s.site, refusedUrl(s).site);
}

/** The value of a response header as quoted by the finding, else as received. */
export function received(s: Subject, header: string): string | null {
  const evidence = s.finding.evidence.find((one) => sameHeaderName(one.header, header));
  const value = evidence === undefined ? get(s.headers, header) : evidence.got;
  return value === null ? null : plainText(value);
}

/**
 * The header line to send. The value is that of the remedy, which the engine has verified, else the finding's
 * expected value, else `fallback`.
 */
export function lineToSend(s: Subject, header: string, fallback: string): string {
  const stage = s.finding.stage === "preflight" ? "preflight" : "response";
  const change = s.verdict.remedy?.find((one) => one.stage === stage && one.hop === s.finding.hop);
  const remedy = change?.set.find((line) => sameHeaderName(line.name, header))?.value;
  const wanted = s.finding.evidence.find((one) => sameHeaderName(one.header, header))?.wanted;
  return `${header}: ${plainText(remedy ?? wanted ?? fallback, 300)}`;
}

/** "PUT api.test/items/42", or "OPTIONS …" where the preflight is at fault. */
export function endpoint({ finding, method, host, path }: Subject): string {
  return `${finding.stage === "preflight" ? "OPTIONS" : method} ${host}${path}`;
}

/** "The response to PUT /items", at the start of a sentence. */
export function theResponse(s: Subject): string {
  return sentenceCase(s.responseName);
}

/** "The response to PUT /items has no X header", or "… says X: value". */
export function responseSays(s: Subject, header: string): string {
  const value = received(s, header);
  if (value === null) return say("why_response_lacks", theResponse(s), header);
  return value === ""
    ? say("why_response_empty", theResponse(s), header)
    : say("why_response_says", theResponse(s), header, value);
}

/** "api.test responded to PUT /items with 500.", or with `unknown` where the status is unknown. */
export function respondedWith(s: Subject, unknown: MessageName): string {
  return say("why_responded_with", s.host, s.target, s.status || say(unknown));
}

/** The browser's error as a sentence; empty where there was none. */
export function browserReports(s: Subject): string[] {
  // Firefox reports some errors as sentences.
  const error = s.error.replace(/\.$/, "");
  return error === "" ? [] : [say("why_browser_reports", s.browser, error)];
}
