import { factsOf } from "../browsers/facts-of.ts";
import { anExchange, type ResponseInit } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { HeaderLine, HeaderList } from "../http/header-list.ts";
import { originOf } from "../http/origin.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import type { PageCall } from "../observation/page-call.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { diagnose } from "./diagnose.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { surroundingsAmong } from "./surroundings.ts";

/** A response as `[status, "Name: value", …]`. */
export type ResponseLines = readonly [status: number, ...lines: string[]];

/** One request as a bug report describes it: the page, the call and the responses. */
export interface ReportedRequest {
  /** Chromium if left out. */
  readonly browser?: Exchange["browser"];
  /** The page's origin. */
  readonly page?: string;
  readonly url?: string;
  readonly method?: string;
  readonly api?: PageCall["api"] | "module" | "track";
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: PageCall["credentials"];
  readonly mode?: PageCall["mode"];
  /** The preflight of the request before any redirect. */
  readonly preflight?: ResponseLines;
  /** The preflight of the request after all redirects. */
  readonly lastPreflight?: ResponseLines;
  readonly response?: ResponseLines;
  /** The redirects before `response`: the URL that each led to, and the redirect response. */
  readonly redirects?: readonly (readonly [to: string, ResponseLines])[];
  readonly blocked?: boolean;
  /** Whether the last response came from the browser's cache. */
  readonly stored?: boolean;
  readonly error?: string;
  /** Whether the page's call was recorded; true if left out. */
  readonly isCallRecorded?: boolean;
  /** Whether the lines of a header were recorded apart; true if left out. */
  readonly areLinesSeen?: boolean;
}

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/** Values that many tables of cases use. */
export const PAGE = "https://shop.example";
export const AO = "Access-Control-Allow-Origin";
export const AC = "Access-Control-Allow-Credentials";
export const AH = "Access-Control-Allow-Headers";
export const AM = "Access-Control-Allow-Methods";
export const JSON_TYPE = "Content-Type: application/json";
export const HTML = "Content-Type: text/html; charset=utf-8";
export const put: ReportedRequest = { method: "PUT", headers: { Authorization: "Bearer t" } };

/** The exchange that the browser would have recorded for the request. */
export function reported(one: ReportedRequest, index = 0): Exchange {
  const page = one.page ?? PAGE;
  const url = one.url ?? "https://api.other.example/v1/items";
  const method = one.method ?? "GET";
  const blocked = one.blocked ?? true;
  const headers = Object.entries(one.headers ?? {});
  // The browser adds cookies, not the page.
  const names = headers.map(([name]) => name.toLowerCase()).filter((name) => name !== "cookie");
  const isElement = one.api === "module" || one.api === "track";
  const isUnseen = isElement || one.isCallRecorded === false;
  const mode = one.mode ?? "cors";
  const facts = factsOf(one.browser ?? "chromium");
  const sent = (hopUrl: string, origin: string, isAcross: boolean): HeaderList => [
    ...(method === "GET" && (originOf(hopUrl) === page || mode === "no-cors")
      ? []
      : ([["Origin", origin]] as HeaderLine[])),
    ...(mode === "no-cors"
      ? headers
          .filter(([name]) => /^content-type$/i.test(name))
          .map(
            ([name, value]): HeaderLine => [
              name,
              value.startsWith("text/plain") ? value : "text/plain;charset=UTF-8",
            ],
          )
      : // https://fetch.spec.whatwg.org/#http-redirect-fetch
        headers.filter(([name]) => !isAcross || !/^authorization$/i.test(name))),
  ];
  const preflightOf = (at: number) =>
    (at === 0 ? one.preflight : undefined) ??
    (at === urls.length - 1 ? one.lastPreflight : undefined);
  const isStoppedByPreflight = (at: number) =>
    blocked && preflightOf(at) !== undefined && responses[at] === undefined;
  const responses = [...(one.redirects ?? []).map(([, one]) => one), one.response];
  const statuses = (one.redirects ?? []).map(([, [status]]) => status);
  const urls = [url, ...(one.redirects ?? []).map(([to]) => to)];
  // Firefox completes a request whose response it withholds from the page.
  const isWithheld = facts.completesWithheld && responses.at(-1) !== undefined;
  const isFailed = blocked && (one.error !== undefined || !isWithheld);
  const inLines = (spec: ResponseLines) =>
    response(spec, one.areLinesSeen ?? true, facts.joinsHeaderLines);
  return anExchange({
    id: String(index + 1),
    browser: one.browser ?? "chromium",
    startedAt: START + index * 1000,
    initiatorOrigin: page,
    resourceType: isElement ? (one.api === "module" ? "script" : "media") : "xmlhttprequest",
    ending: isFailed
      ? { kind: "failed", error: one.error ?? facts.corsError }
      : { kind: "completed" },
    call: isUnseen
      ? null
      : aCall({
          api: one.api ?? "fetch",
          url,
          method,
          mode,
          credentials: one.credentials ?? "same-origin",
          headerNames: names,
          body: method === "GET" ? "none" : "plain",
        }),
    callResult: isUnseen
      ? null
      : blocked
        ? { result: "rejected", responseType: null, status: null, errorName: "TypeError" }
        : {
            result: "resolved",
            responseType: mode === "no-cors" ? "opaque" : "cors",
            status: mode === "no-cors" ? 0 : (one.response?.[0] ?? 200),
            errorName: null,
          },
    hops: urls.map((hopUrl, at) => {
      const spec = responses[at];
      const isAcross = urls.slice(0, at).some((one) => originOf(one) !== originOf(hopUrl));
      const origin = originAt(page, urls.slice(0, at + 1));
      const preflight = preflightOf(at);
      return {
        url: hopUrl,
        method: methodAfter(method, statuses.slice(0, at)),
        requestHeaders: isStoppedByPreflight(at)
          ? null
          : isElement
            ? [
                ...sent(hopUrl, page, isAcross),
                ["Sec-Fetch-Mode", "cors"],
                ["Sec-Fetch-Dest", "script"],
              ]
            : [
                ...sent(hopUrl, origin, isAcross),
                ...(isUnseen ? ([["Sec-Fetch-Mode", mode]] as HeaderLine[]) : []),
              ],
        preflight:
          preflight !== undefined
            ? {
                // Firefox reports the failure of the preflight, too.
                ...(facts.completesWithheld && isStoppedByPreflight(at)
                  ? { ending: { kind: "failed", error: facts.corsError } }
                  : {}),
                response: inLines(preflight),
                requestHeaders: [
                  ["Origin", origin],
                  ["Access-Control-Request-Method", method],
                  ["Access-Control-Request-Headers", names.join(",")],
                ],
              }
            : null,
        response:
          spec === undefined
            ? null
            : { ...inLines(spec), fromCache: one.stored === true && at === urls.length - 1 },
        ...(urls[at + 1] === undefined
          ? {}
          : { redirect: { url: urls[at + 1] as string, internal: false } }),
      };
    }),
  });
}

/** The origin of a request after redirects through these URLs: https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
function originAt(page: string, urls: readonly string[]): string {
  const origins = urls.map(originOf);
  const isTainted = origins.some(
    (origin, at) => at > 0 && origin !== origins[at - 1] && origins[at - 1] !== page,
  );
  return isTainted ? "null" : page;
}

/** https://fetch.spec.whatwg.org/#http-redirect-fetch */
function methodAfter(method: string, redirects: readonly number[]): string {
  const toGet = (status: number) => status === 303 || (method === "POST" && status < 303);
  return redirects.some(toGet) ? "GET" : method;
}

function response(
  [status, ...lines]: ResponseLines,
  linesSeen: boolean,
  joinsLines: boolean,
): ResponseInit {
  const headers = lines.map((line): HeaderLine => {
    const at = line.indexOf(":");
    return [line.slice(0, at), line.slice(at + 1).trim()];
  });
  return { status, linesSeen, headers: joinsLines && !linesSeen ? joined(headers) : headers };
}

/** The headers as Firefox reports them to extensions; `Set-Cookie` has its own lines there, too. */
function joined(headers: HeaderList): HeaderList {
  const names = [...new Set(headers.map(([name]) => name.toLowerCase()))];
  return names.flatMap((name): HeaderList => {
    const lines = headers.filter(([own]) => own.toLowerCase() === name);
    const [first = ["", ""]] = lines;
    return name === "set-cookie" ? lines : [[first[0], lines.map(([, value]) => value).join(", ")]];
  });
}

/** The diagnosis of the last request; the others are its surroundings. */
export function diagnosisOf(...all: readonly ReportedRequest[]): Diagnosis {
  const judged = all.map((one, index): Judged => {
    const exchange = reported(one, index);
    return { exchange, verdict: judge(exchange) };
  });
  const last = judged.at(-1) as Judged;
  return diagnose(last.exchange, last.verdict, surroundingsAmong(judged).around(last));
}

/** The side and code of the deepest finding, such as "server not-found"; "" where there is none. */
export function deepest(diagnosis: Diagnosis): string {
  const [first] = diagnosis;
  return first === undefined ? "" : `${first.side} ${first.code}`;
}
