import { factsOf } from "../browsers/facts-of.ts";
import {
  type Exchange,
  firstHop,
  type Hop,
  judgedHeaders,
  type Response,
} from "../exchange/exchange.ts";
import { get, type HeaderList, sameHeaderName } from "../http/header-list.ts";
import { parseUrl } from "../http/origin.ts";
import type { Finding, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say } from "../words/words.ts";
import { type Caller, callerOf } from "./caller.ts";
import { plainText, sentenceCase } from "./plain-text.ts";

/**
 * What an explanation speaks of: one finding with the values of its exchange, each made fit for a
 * sentence. Names end where the reader would end them: `target` is "PUT /items/42".
 */
export interface Subject {
  readonly exchange: Exchange;
  readonly verdict: Verdict;
  readonly finding: Finding;
  readonly hop: Hop;
  /** The hop's URL, scheme and host, host with port, and path without query: it seldom decides. */
  readonly url: string;
  readonly site: string;
  readonly host: string;
  readonly path: string;
  readonly method: string;
  /** The URL as titles have it: without query. */
  readonly address: string;
  /** Of several requests, where they were redirected to; else null. */
  readonly alikeLocation: string | null;
  /** The message at fault: "OPTIONS /items/42" for a preflight, else "PUT /items/42". */
  readonly target: string;
  /** "the response to OPTIONS /items/42". */
  readonly responseName: string;
  /** Serialised origin with which this hop was requested, and that of the page. */
  readonly origin: string;
  readonly pageOrigin: string;
  /** Whether a redirect turned the origin into "null". */
  readonly tainted: boolean;
  /** What the finding is about; null when nothing responded. */
  readonly response: Response | null;
  /** "500", or "500 Internal Server Error"; "" without a response. */
  readonly status: string;
  /** "500", or of several requests "500, 507"; "" without a response. */
  readonly statusCode: string;
  /** Whether the root cause, which stands above, has named the status already. */
  readonly statusNamed: boolean;
  readonly headers: HeaderList;
  readonly parameter: string;
  /** The parameters of all findings of this kind in this message: every disallowed header, sorted. */
  readonly parameters: readonly string[];
  readonly withCredentials: boolean;
  /** What sent the request: not each can do what advice may suggest. */
  readonly caller: Caller;
  readonly browser: "Chromium" | "Firefox";
  /** The browser's error text; "" when there was none. */
  readonly error: string;
}

/** What several requests with one problem have in common, as their title has it. */
export interface Alike {
  /** The hop at which the one that speaks for them was stopped. */
  readonly hop: number;
  /** "/v2/items/…". */
  readonly path: string;
  /** "GET, PUT". */
  readonly methods: string;
  /** "500, 507"; null where they were not seen. */
  readonly statuses: string | null;
  /** "https://api.test/v2/items/…"; null where they were redirected to no one server. */
  readonly location: string | null;
}

/**
 * Gathers what can be said about a finding.
 *
 * @param alike the findings to speak of at once; by default this one alone.
 * @param statusTold whether what is said above this names the status.
 * @param several the requests of which this one is only the speaker.
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
      response === null ? "" : `${response.status} ${plainText(response.statusText, 40)}`.trim(),
    statusCode: all?.statuses ?? String(response?.status ?? ""),
    statusNamed,
    headers: response === null ? [] : judgedHeaders(response),
    parameter: plainText(finding.parameter),
    parameters: [
      ...new Set(alike.map((one) => plainText(one.parameter, 60)).filter(Boolean)),
    ].sort(),
    withCredentials: verdict.credentials.value === "include",
    caller: callerOf(exchange, verdict.destination),
    browser: factsOf(exchange.browser).productName,
    error: errorOf(exchange, hop, atPreflight),
  };
}

/** A URL without query and fragment, whatever else it is. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, "");

function errorOf(exchange: Exchange, hop: Hop, atPreflight: boolean): string {
  const ending = (atPreflight ? hop.preflight?.ending : null) ?? exchange.ending;
  const said = ending.kind === "failed" ? ending : exchange.ending;
  return said.kind === "failed" ? plainText(said.error) : "";
}

/** The value of a response header as the finding quotes it, else as it was received. */
export function received(s: Subject, header: string): string | null {
  const evidence = s.finding.evidence.find((one) => sameHeaderName(one.header, header));
  const value = evidence === undefined ? get(s.headers, header) : evidence.got;
  return value === null ? null : plainText(value);
}

/**
 * The header line to send: its value as the remedy has it (the engine tried it), else as the
 * finding wants it, else `fallback`.
 */
export function lineToSend(s: Subject, header: string, fallback: string): string {
  const stage = s.finding.stage === "preflight" ? "preflight" : "response";
  const change = s.verdict.remedy?.find((one) => one.stage === stage && one.hop === s.finding.hop);
  const remedy = change?.set.find((line) => sameHeaderName(line.name, header))?.value;
  const wanted = s.finding.evidence.find((one) => sameHeaderName(one.header, header))?.wanted;
  return `${header}: ${plainText(remedy ?? wanted ?? fallback, 300)}`;
}

/** "PUT api.test/items/42", and "OPTIONS …" where the preflight is at fault. */
export function endpoint({ finding, method, host, path }: Subject): string {
  return `${finding.stage === "preflight" ? "OPTIONS" : method} ${host}${path}`;
}

/** "The response to PUT /items", as a sentence begins. */
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

/** "api.test responded to PUT /items with 500.", or with `unknown` where no status was seen. */
export function respondedWith(s: Subject, unknown: MessageName): string {
  return say("why_responded_with", s.host, s.target, s.status || say(unknown));
}

/** The browser's error as a sentence; nothing when there was none. */
export function browserReports(s: Subject): string[] {
  return s.error === "" ? [] : [say("why_browser_reports", s.browser, s.error)];
}
