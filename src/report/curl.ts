import { type Exchange, firstHop, type Hop } from "../exchange/exchange.ts";
import { isToken } from "../http/field-values.ts";
import { get, type HeaderLine, type HeaderList } from "../http/header-list.ts";
import { isCorsSafelistedMethod } from "../http/methods.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { say } from "../words/words.ts";
import type { Shareable } from "./redact.ts";
import { REDACTED } from "./redact-text.ts";
import { shellQuote } from "./shell-quote.ts";

/**
 * A curl command that sends the preflight as the browser did, or as it would have: shows status and
 * headers of the answer. The exchange's values are quoted and can run nothing.
 *
 * @returns null when no preflight is known to be needed.
 */
export function curlForPreflight({ exchange, verdict }: Shareable): string | null {
  const index = hopOfPreflight(exchange, verdict);
  const hop = exchange.hops[index];
  if (hop === undefined) return null;
  const { preflight } = hop;
  const sent = preflight?.requestHeaders ?? [];
  const method = get(sent, "Access-Control-Request-Method") ?? hop.method;
  const names =
    preflight?.requestHeaders == null
      ? headersThatNeedIt(verdict)
      : get(sent, "Access-Control-Request-Headers");
  return command("OPTIONS", preflight?.url ?? hop.url, [
    ["Origin", originFor(sent, verdict, index)],
    ["Access-Control-Request-Method", method],
    ...(names === null || names === ""
      ? []
      : [["Access-Control-Request-Headers", names] satisfies HeaderLine]),
  ]);
}

/**
 * A curl command that sends the request itself. Headers that were never seen, because the browser
 * stopped the request, stand with a placeholder; so does the body, which is not recorded.
 */
export function curlForRequest({ exchange, verdict }: Shareable): string {
  const index = verdict.cause?.hop ?? 0;
  const hop = exchange.hops[index] ?? firstHop(exchange);
  const sent = hop.requestHeaders ?? [];
  const lines: HeaderLine[] = [];
  const crossOrigin = verdict.crossOrigin || get(sent, "Origin") !== null;
  if (crossOrigin) lines.push(["Origin", originFor(sent, verdict, index)]);
  for (const line of sent) if (!LEFT_TO_CURL.test(line[0])) lines.push(line);
  if (hop.requestHeaders === null) {
    const asked = get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers");
    for (const name of (asked ?? headersThatNeedIt(verdict) ?? "").split(",")) {
      const trimmed = name.trim();
      if (isToken(trimmed)) lines.push([trimmed, "…"]);
    }
  }
  const text = command(hop.method, hop.url, lines);
  const notes = [
    ...(lines.some(([, value]) => value.includes(REDACTED))
      ? [say("report_curl_true_values", REDACTED)]
      : []),
    ...(lines.some(([, value]) => value === "…") ? [say("report_curl_true_values", "…")] : []),
    ...(/^(?:POST|PUT|PATCH)$/.test(hop.method) ? [say("report_curl_body")] : []),
  ];
  return notes.length === 0 ? text : `# ${notes.join("; ")}\n${text}`;
}

/** What curl sets itself, and what only a browser means. */
const LEFT_TO_CURL =
  /^(?::.*|origin|host|connection|content-length|transfer-encoding|accept-encoding|upgrade|te|keep-alive|dnt|priority|upgrade-insecure-requests|sec-.*|proxy-.*)$/i;

/** The hop whose preflight matters: the one that failed, else the first that has one. */
function hopOfPreflight(exchange: Exchange, verdict: Verdict): number {
  const { cause } = verdict;
  if (cause !== null && exchange.hops[cause.hop]?.preflight) return cause.hop;
  const seen = exchange.hops.findIndex((hop) => hop.preflight !== null);
  if (seen >= 0 || verdict.preflight.needed !== true) return seen;
  return Math.max(
    0,
    exchange.hops.findIndex((hop: Hop) => !isSafe(hop, verdict)),
  );
}

function isSafe(hop: Hop, verdict: Verdict): boolean {
  return isCorsSafelistedMethod(hop.method) && headersThatNeedIt(verdict) === null;
}

/** From reasons such as "header x-custom" and "header content-type (its value)". */
function headersThatNeedIt(verdict: Verdict): string | null {
  const names = verdict.preflight.because.flatMap((reason) => {
    const name = /^header (\S+)/.exec(reason)?.[1];
    return name === undefined || !isToken(name) ? [] : [name];
  });
  return names.length === 0 ? null : names.join(",");
}

function originFor(sent: HeaderList, verdict: Verdict, hop: number): string {
  return get(sent, "Origin") ?? verdict.originPerHop[hop] ?? verdict.initiatorOrigin;
}

function command(method: string, url: string, lines: HeaderList): string {
  const words = ["curl -i", ...urlOptions(url)];
  if (method === "HEAD") words.push("--head");
  else if (method !== "GET") words.push(`-X ${shellQuote(method)}`);
  return [`${words.join(" ")} ${shellQuote(url)}`, ...lines.flatMap(headerOption)].join(" \\\n  ");
}

/** So that curl sends the URL as it stands: no globbing, no tidying of dots. */
function urlOptions(url: string): string[] {
  return [
    ...(/[[\]{}]/.test(url) ? ["--globoff"] : []),
    ...(/\/\.\.?(?:[/?#]|$)/.test(url) ? ["--path-as-is"] : []),
  ];
}

/** `X;` is how curl sends an empty value. A name that is no token could be taken for a file. */
function headerOption([name, value]: HeaderLine): string[] {
  if (!isToken(name)) return [];
  return [`-H ${shellQuote(value.trim() === "" ? `${name};` : `${name}: ${oneLine(value)}`)}`];
}

/** curl would send a line break as one, and with it a header of the sender's choice. */
function oneLine(value: string): string {
  return value.replace(/[\r\n\0]+/g, " ");
}
