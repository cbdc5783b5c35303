import type { Surroundings } from "../diagnosis/surroundings.ts";
import { type Exchange, firstHop, judgedHeaders } from "../exchange/exchange.ts";
import { describeOutcome } from "../explanation/describe-outcome.ts";
import { explainDiagnosed } from "../explanation/diagnosis/explain-diagnosed.ts";
import { visibleString } from "../explanation/visible-text.ts";
import { isSetByBrowsers } from "../http/browser-headers.ts";
import { isToken } from "../http/field-values.ts";
import type { HeaderList } from "../http/header-list.ts";
import { isomorphicEncode } from "../http/isomorphic.ts";
import { withoutUserinfo } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { namesOfPreflight } from "../verdict/standard/preflight-needed.ts";
import { say } from "../words/words.ts";
import { curlForPreflight, curlForRequest } from "./curl.ts";
import { escapeUnits, jsonText } from "./json-text.ts";
import { exchangeToMarkdown, type MarkdownOptions } from "./markdown.ts";
import { placeholderFor } from "./placeholder.ts";
import { type Shareable, share } from "./redact.ts";
import { shown } from "./shown.ts";

/** The texts that can be copied for one exchange. */
export const COPY_KINDS = [
  "summary",
  "curl-preflight",
  "curl-request",
  "fetch",
  "headers",
  "markdown",
  "cmd-preflight",
  "cmd-request",
  "powershell-preflight",
  "powershell-request",
] as const;
export type CopyKind = (typeof COPY_KINDS)[number];

/**
 * The text to copy. Without secrets, unless the options include them.
 *
 * @param around the exchange's surroundings, so that the text states the same cause as the view.
 */
export function copyText(
  kind: CopyKind,
  judged: Judged,
  options: MarkdownOptions,
  around?: Surroundings,
): string {
  const shared = share(judged, options.includeSecrets, around);
  switch (kind) {
    case "summary":
      return summaryText(shared);
    case "curl-preflight":
      return curlForPreflight(shared) ?? "";
    case "curl-request":
      return curlForRequest(shared);
    case "cmd-preflight":
      return curlForPreflight(shared, "cmd") ?? "";
    case "cmd-request":
      return curlForRequest(shared, "cmd");
    case "powershell-preflight":
      return curlForPreflight(shared, "powershell") ?? "";
    case "powershell-request":
      return curlForRequest(shared, "powershell");
    case "fetch":
      return fetchCall(shared);
    case "headers":
      return headersText(shared);
    case "markdown":
      return exchangeToMarkdown(shared, options);
  }
}

/** A few lines for a chat: the request, its outcome, the change to make, and whether a fix was tried. */
function summaryText({ exchange, verdict, diagnosis }: Shareable): string {
  const { method, url } = firstHop(exchange);
  const { short, title } = explainDiagnosed(exchange, verdict, diagnosis);
  const tried = exchange.trial ? [say("trial_marked")] : [];
  const lines = [`${method} ${url}`, `${describeOutcome(verdict)}: ${short}`, title, ...tried];
  return `${lines.map((line) => visibleString(shown`${line}`)).join("\n")}\n`;
}

/**
 * The call as code for the console of the page that made it; it throws only if the original call did. fetch()
 * refuses modes of navigations and sockets and URLs with a user name, and takes header values only as bytes.
 */
export function fetchCall({ exchange, verdict }: Shareable): string {
  const { url, method, requestHeaders } = firstHop(exchange);
  const { mode, credentials } = verdict;
  if (mode.value === "websocket" || /^wss?:/i.test(url)) return `new WebSocket(${literal(url)});`;
  const set = exchange.call?.headerNames ?? null;
  const headers = (requestHeaders ?? []).filter(([name]) =>
    set === null || set.length === 0 ? !isSetByBrowsers(name) : set.includes(name.toLowerCase()),
  );
  const unseen = requestHeaders === null ? namesOfPreflight(verdict.preflight.because) : [];
  const lines = [...headers, ...unseen.map((name) => [name, placeholderFor(name)] as const)]
    .filter(([name]) => isToken(name))
    .map(([name, value]) => `    ${literal(name)}: ${literal(byteString(value))},`);
  const hasBody = /^(?:POST|PUT|PATCH)$/.test(method);
  // https://fetch.spec.whatwg.org/#dom-request : fetch() throws for a URL that includes credentials.
  const bare = withoutUserinfo(url);
  const options = [
    ...(bare === url ? [] : [`  // ${say("copy_no_login")}`]),
    ...(method === "GET" ? [] : [`  method: ${literal(method)},`]),
    ...(mode.value === "cors" || mode.value === "navigate"
      ? []
      : [`  mode: ${literal(mode.value)},`]),
    ...(credentials.value === "same-origin"
      ? []
      : [`  credentials: ${literal(credentials.value)},`]),
    ...(lines.length === 0 ? [] : ["  headers: {", ...lines, "  },"]),
    ...(hasBody ? [`  // ${say("copy_no_body")}`] : []),
  ];
  return options.length === 0
    ? `await fetch(${literal(bare)});`
    : [`await fetch(${literal(bare)}, {`, ...options, "});"].join("\n");
}

/** A header value for fetch(): bytes, without line breaks. */
function byteString(value: string): string {
  return isomorphicEncode(value).replace(/[\r\n\0]+/g, " ");
}

/** A JavaScript string without invisible characters, in which bytes differ from characters. */
function literal(text: string): string {
  return jsonText(text).replace(/[\x80-\xff]/g, escapeUnits);
}

/** Every message with its headers, as sent on the wire. */
export function headersText({ exchange }: Shareable): string {
  const messages = exchange.hops.flatMap((hop) => [
    ...(hop.preflight === null
      ? []
      : [
          requestText("OPTIONS", hop.preflight.url, hop.preflight.requestHeaders),
          responseText(hop.preflight.response),
        ]),
    requestText(hop.method, hop.url, hop.requestHeaders),
    responseText(hop.response),
  ]);
  return `${messages.join("\n\n")}\n`;
}

function requestText(method: string, url: string, headers: HeaderList | null): string {
  const head = `${method} ${visibleString(shown`${url}`)}`;
  return headers === null
    ? `${head}\n(${say("copy_not_sent")})`
    : [head, ...linesOf(headers)].join("\n");
}

function responseText(response: Exchange["hops"][number]["response"]): string {
  if (response === null) return `(${say("copy_no_response")})`;
  const head = `HTTP ${response.status} ${visibleString(shown`${response.statusText}`)}`.trimEnd();
  return [head, ...linesOf(judgedHeaders(response))].join("\n");
}

function linesOf(headers: HeaderList): string[] {
  return headers.map(
    ([name, value]) => `${visibleString(shown`${name}`)}: ${visibleString(shown`${value}`)}`,
  );
}
