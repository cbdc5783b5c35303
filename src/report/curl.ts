import { type Exchange, firstHop, type Hop } from "../exchange/exchange.ts";
import { isToken } from "../http/field-values.ts";
import { get, type HeaderLine, type HeaderList } from "../http/header-list.ts";
import { sameOrigin } from "../http/origin.ts";
import { namesOfPreflight } from "../verdict/standard/preflight-needed.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { say, sayForm, sayList } from "../words/words.ts";
import { type CurlCall, inBash, inCmd, inPowerShell } from "./curl-shells.ts";
import { placeholderFor } from "./placeholder.ts";
import type { Shareable } from "./redact.ts";
import { REDACTED } from "./redact-text.ts";
import type { Shown } from "./shown.ts";

/** The shells that a command can be for, each with its own quoting. */
export type Shell = "bash" | "cmd" | "powershell";

const WRITTEN: Readonly<Record<Shell, (call: CurlCall) => Shown>> = {
  bash: inBash,
  cmd: inCmd,
  powershell: inPowerShell,
};

/**
 * A curl command that sends the preflight as the browser did or would have, and shows the response's status
 * and headers. The exchange's values are quoted, so none is executed.
 *
 * @returns null if no preflight is known to be needed.
 */
export function curlForPreflight(
  { exchange, verdict }: Shareable,
  shell: Shell = "bash",
): Shown | null {
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
  return WRITTEN[shell]({
    method: "OPTIONS",
    url: preflight?.url ?? hop.url,
    headers: [
      ["Origin", originFor(sent, verdict, index)],
      ["Access-Control-Request-Method", method],
      ...(names === null || names === ""
        ? []
        : [["Access-Control-Request-Headers", names] satisfies HeaderLine]),
    ],
    notes: [],
  });
}

/**
 * A curl command that sends the request itself. Headers that were never seen, because the browser stopped the
 * request, get a placeholder, and so does the unrecorded body. Headers that the browser sets by itself are
 * omitted, as they do not affect CORS.
 */
export function curlForRequest({ exchange, verdict }: Shareable, shell: Shell = "bash"): Shown {
  const index = verdict.cause?.hop ?? 0;
  const hop = exchange.hops[index] ?? firstHop(exchange);
  const sent = hop.requestHeaders ?? [];
  const headers: HeaderLine[] = [];
  const crossOrigin = verdict.crossOrigin || get(sent, "Origin") !== null;
  if (crossOrigin) headers.push(["Origin", originFor(sent, verdict, index)]);
  const isForm = /^multipart\/form-data\b/i.test(get(sent, "Content-Type") ?? "");
  for (const line of sent) {
    // curl generates its own boundary for the form fields.
    const isBoundary = isForm && /^content-type$/i.test(line[0]);
    if (!isBoundary && !isLeftOut(line, exchange, hop)) headers.push(line);
  }
  const placeholders = new Set<string>();
  if (hop.requestHeaders === null) {
    const requested = get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers");
    for (const name of (requested ?? headersThatNeedIt(verdict) ?? "").split(",")) {
      const trimmed = name.trim();
      if (!isToken(trimmed)) continue;
      placeholders.add(placeholderFor(trimmed));
      headers.push([trimmed, placeholderFor(trimmed)]);
    }
  }
  if (headers.some(([, value]) => value.includes(REDACTED))) placeholders.add(REDACTED);
  const hasBody = /^(?:POST|PUT|PATCH)$/.test(hop.method);
  return WRITTEN[shell]({
    method: hop.method,
    url: hop.url,
    headers,
    notes: [
      ...(placeholders.size === 0
        ? []
        : [sayForm("report_curl_true_values", placeholders.size, sayList([...placeholders]))]),
      ...(hasBody ? [say(isForm ? "report_curl_form" : "report_curl_body")] : []),
    ],
  });
}

/** Headers that curl sets itself, or that only matter from a browser. */
const LEFT_TO_CURL =
  /^(?::.*|origin|host|connection|content-length|transfer-encoding|accept-encoding|upgrade|te|keep-alive|dnt|priority|upgrade-insecure-requests|sec-.*|proxy-.*)$/i;

/** Headers that a browser sends by itself, unless the page set them. */
const SET_BY_BROWSER = /^(?:user-agent|accept|accept-language|referer|cache-control|pragma)$/i;

/** The browsers' Accept values for a document, an image, a style sheet, or anything. */
const USUAL_ACCEPT = /^(?:\*\/\*|(?:text\/(?:html|css)|image\/\w+),.*\*\/\*(?:;q=0?\.\d)?)$/;

function isLeftOut([name, value]: HeaderLine, exchange: Exchange, hop: Hop): boolean {
  if (LEFT_TO_CURL.test(name)) return true;
  if (!SET_BY_BROWSER.test(name)) return false;
  const lower = name.toLowerCase();
  if (exchange.call !== null) return !exchange.call.headerNames.includes(lower);
  // Elements set no headers.
  if (exchange.resourceType !== "xmlhttprequest") return true;
  // Without the probe, the preflight lists the headers that the page set.
  const requested =
    get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers") ?? "";
  if (requested.split(",").some((one) => one.trim().toLowerCase() === lower)) return false;
  return lower !== "accept" || USUAL_ACCEPT.test(value);
}

/** The hop with the relevant preflight: the one that failed, otherwise the first one with a preflight. */
function hopOfPreflight(exchange: Exchange, verdict: Verdict): number {
  const { cause } = verdict;
  if (cause !== null && exchange.hops[cause.hop]?.preflight) return cause.hop;
  const seen = exchange.hops.findIndex((hop) => hop.preflight !== null);
  if (seen >= 0 || verdict.preflight.needed !== true) return seen;
  // A hop to the page's own origin before a redirect needs no preflight.
  return Math.max(
    0,
    exchange.hops.findIndex((hop, index) => !sameOrigin(hop.origin, originFor([], verdict, index))),
  );
}

function headersThatNeedIt(verdict: Verdict): string | null {
  const names = namesOfPreflight(verdict.preflight.because);
  return names.length === 0 ? null : names.join(",");
}

function originFor(sent: HeaderList, verdict: Verdict, hop: number): string {
  return get(sent, "Origin") ?? verdict.originPerHop[hop] ?? verdict.initiatorOrigin;
}
