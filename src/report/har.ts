import type {
  Cookie,
  Entry,
  Har,
  Response as HarResponse,
  Log,
  Page,
  QueryString,
  Request,
} from "har-format";
import type { Capture } from "../capture/capture.ts";
import type { Exchange, Hop, Response } from "../exchange/exchange.ts";
import { mayBeOfTrial } from "../exchange/trial-headers.ts";
import { get, getAll, type HeaderList } from "../http/header-list.ts";
import { parseUrl } from "../http/origin.ts";
import type { Verdict } from "../verdict/verdict.ts";
import type { BugReport } from "./bug-report.ts";
import { dateTime } from "./date-time.ts";
import { type HarPage, pagesOf } from "./har-pages.ts";
import { jsonText } from "./json-text.ts";
import type { Shareable } from "./redact.ts";
import { REDACTED } from "./redact-text.ts";
import { type ReportedExchange, reportExchange } from "./report-exchange.ts";
import { shownThroughout } from "./shown.ts";

/** The report's options and metadata. */
export interface HarOptions {
  /** Dangerous: includes cookies, tokens and passwords. Only if the user wants them. */
  readonly includeSecrets: boolean;
  /** Exchanges evicted because the recording is bounded. */
  readonly dropped: number;
  readonly creatorVersion: string;
  readonly browser: { readonly name: string; readonly version: string };
  /** Called for each exchange that is written. */
  readonly onStep?: () => void;
}

export type EntryRole = "preflight" | "redirect" | "request";

export interface CorsEntry extends Entry {
  readonly _cors: { readonly exchange: string; readonly role: EntryRole };
}

export interface CorsLog extends Log {
  entries: CorsEntry[];
  readonly _cors: {
    readonly version: 1;
    readonly exchanges: readonly ReportedExchange[];
    readonly dropped: number;
    /** The recording itself, which can be judged again. */
    readonly capture?: Capture;
    /** The extension's own state; only in a bug report. */
    readonly bugReport?: BugReport;
  };
}

export interface CorsHar extends Har {
  log: CorsLog;
}

/**
 * The report as HAR 1.2: one entry per request on the wire, including preflights and redirect hops, in wire
 * order; and one with `response.status` 0 for a request that was stopped before the wire. Crosscheck's own
 * data is in `_cors`. Pure; never throws.
 * http://www.softwareishard.com/blog/har-12-spec/
 *
 * @param capture the same exchanges as a recording that can be judged again.
 * @param bugReport the additional data of a bug report.
 */
export function toHar(
  shared: readonly Shareable[],
  options: HarOptions,
  capture: Shareable<Capture> | null = null,
  bugReport: Shareable<BugReport> | null = null,
): CorsHar {
  const pages = pagesOf(shared.map(({ exchange }) => exchange));
  const pageOf = new Map(
    pages.flatMap((page) => page.exchanges.map((id) => [id, page.id] as const)),
  );
  const messages = shared
    .flatMap((one, index) => messagesOf(one, index))
    .sort((a, b) => a.at - b.at || a.exchangeIndex - b.exchangeIndex);
  const indexes = shared.map((): number[] => []);
  messages.forEach((message, index) => {
    indexes[message.exchangeIndex]?.push(index);
  });
  // Header values are bytes; this is the only place that decodes them.
  const { log } = shownThroughout<CorsHar>({
    log: {
      version: "1.2",
      creator: { name: "Crosscheck", version: options.creatorVersion },
      browser: { name: options.browser.name, version: options.browser.version },
      pages: pages.map(toPage),
      entries: messages.map((message) =>
        toEntry(message, pageOf.get(message.exchange.id), options.includeSecrets),
      ),
      comment: options.includeSecrets
        ? "Bodies were not recorded. Secrets are included."
        : "Bodies were not recorded. Secrets are redacted.",
      _cors: {
        version: 1,
        exchanges: shared.map((one, index) => {
          options.onStep?.();
          return reportExchange(one, indexes[index] ?? []);
        }),
        dropped: options.dropped,
      },
    },
  });
  // The capture keeps the bytes, as verdicts depend on them.
  const more = { ...(capture && { capture }), ...(bugReport && { bugReport }) };
  return { log: { ...log, _cors: { ...log._cors, ...more } } };
}

/** The report as a file. */
export function harText(har: CorsHar): string {
  return jsonText(har, 2);
}

/** One request with its response, as one entry. */
interface Message {
  readonly exchange: Exchange;
  readonly exchangeIndex: number;
  readonly role: EntryRole;
  /** The time at which it was sent on the wire, or would have been. */
  readonly at: number;
  readonly endedAt: number | null;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: HeaderList | null;
  readonly response: Response | null;
  readonly redirectUrl: string;
  readonly comments: readonly string[];
}

function messagesOf({ exchange, verdict }: Shareable, exchangeIndex: number): Message[] {
  const messages: Message[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  const add = (message: Omit<Message, "exchange" | "exchangeIndex">): void => {
    // Within an exchange, wire order is the order of its messages, whatever the clocks say.
    const at = Math.max(latest, message.at);
    latest = at;
    messages.push({ exchange, exchangeIndex, ...message, at });
  };
  exchange.hops.forEach((hop, index) => {
    const { preflight } = hop;
    if (preflight !== null) {
      add({
        role: "preflight",
        at: preflight.startedAt,
        endedAt: preflight.endedAt,
        method: "OPTIONS",
        url: preflight.url,
        requestHeaders: preflight.requestHeaders,
        response: preflight.response,
        redirectUrl: preflight.redirect?.url ?? locationOf(preflight.response),
        comments: [
          "CORS preflight.",
          ...endingComments(preflight.response, preflight.ending, null),
        ],
      });
      latest = Math.max(latest, preflight.response?.receivedAt ?? preflight.startedAt);
    }
    const next = exchange.hops[index + 1];
    const stopped = whyNotSent(exchange, verdict, hop, index);
    add({
      // Not every browser reports a redirect that it does not follow.
      role: next !== undefined ? "redirect" : "request",
      at: hop.sentAt ?? hop.startedAt,
      endedAt: next?.startedAt ?? exchange.endedAt,
      method: hop.method,
      url: hop.url,
      requestHeaders: hop.requestHeaders,
      response: stopped === null ? hop.response : null,
      redirectUrl: hop.redirect?.url ?? locationOf(hop.response),
      comments:
        next === undefined
          ? endingComments(hop.response, exchange.ending, stopped)
          : endingComments(hop.response, { kind: "completed" }, stopped),
    });
  });
  return messages;
}

/** The reason why a hop was never sent, as a comment; null if it was sent or the reason is unknown. */
function whyNotSent(exchange: Exchange, verdict: Verdict, hop: Hop, index: number): string | null {
  if (hop.redirect?.internal && hop.sentAt === null) {
    return "The browser itself redirected this request (HSTS or an extension): it was not sent.";
  }
  if (hop.response !== null || exchange.ending.kind !== "failed") return null;
  const { cause } = verdict;
  // The network failed; the browser did not stop the request.
  if (cause?.family === "network") return null;
  if (cause?.hop === index && cause.stage === "preflight") {
    return "Blocked by its preflight: this request was not sent.";
  }
  if (hop.requestHeaders === null || verdict.reachedServer === false) {
    return "Blocked before it was sent.";
  }
  return null;
}

function endingComments(
  response: Response | null,
  ending: Exchange["ending"],
  stopped: string | null,
): string[] {
  const comments = stopped === null ? [] : [stopped];
  if (response?.fromCache) comments.push("From the browser's cache: nothing was sent.");
  if (ending.kind === "failed")
    comments.push(`The browser ended the request with ${ending.error}.`);
  if (ending.kind === "pending") comments.push("Pending when this was exported.");
  return comments;
}

function locationOf(response: Response | null): string {
  if (response === null || response.status < 300 || response.status > 399) return "";
  return get(response.headers, "Location") ?? "";
}

function toEntry(message: Message, page: string | undefined, includeSecrets: boolean): CorsEntry {
  const wait = elapsed(message.at, message.response?.receivedAt ?? message.endedAt);
  const receive =
    message.response === null ? 0 : elapsed(message.response.receivedAt, message.endedAt);
  const address = serverAddress(message.response);
  return {
    ...(page === undefined ? {} : { pageref: page }),
    startedDateTime: dateTime(message.at),
    time: wait + receive,
    request: toRequest(message, includeSecrets),
    response: toResponse(message, includeSecrets),
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait, receive },
    ...(address === null ? {} : { serverIPAddress: address }),
    ...(message.comments.length === 0 ? {} : { comment: message.comments.join(" ") }),
    _cors: { exchange: message.exchange.id, role: message.role },
  };
}

function toRequest(message: Message, includeSecrets: boolean): Request {
  const headers = message.requestHeaders ?? [];
  return {
    method: message.method,
    url: toUri(message.url),
    httpVersion: "",
    cookies: getAll(headers, "Cookie").flatMap((value) =>
      includeSecrets ? value.split(/;\s*/).map(toCookie) : [{ name: REDACTED, value: REDACTED }],
    ),
    headers: toHeaders(headers),
    queryString: toQuery(message.url),
    headersSize: -1,
    bodySize: -1,
    comment:
      message.requestHeaders === null
        ? "Headers were not recorded. Bodies are not recorded."
        : "Bodies are not recorded.",
  };
}

function toResponse(message: Message, includeSecrets: boolean): HarResponse {
  const { response, exchange } = message;
  const headers = response?.headers ?? [];
  const changed = response?.rewrittenHeaders ?? null;
  const tried = exchange.trial === true;
  return {
    status: response?.status ?? 0,
    statusText: response?.statusText ?? "",
    httpVersion: "",
    cookies: getAll(headers, "Set-Cookie").map((value) =>
      includeSecrets ? toCookie(value.split(";", 1)[0] ?? "") : { name: REDACTED, value: REDACTED },
    ),
    headers: toHeaders(headers),
    content: {
      size: -1,
      mimeType: get(headers, "Content-Type") ?? "x-unknown",
      comment: response === null ? "There was no response." : "The body was not recorded.",
    },
    redirectURL: message.redirectUrl,
    headersSize: -1,
    bodySize: -1,
    ...(response !== null &&
      mayBeOfTrial(exchange) && { comment: "A trial of Crosscheck may have set headers." }),
    ...(changed !== null && {
      comment: `${tried ? "A trial of Crosscheck" : "An extension or a tool"} changed the headers; the browser used _corsRewrittenHeaders.`,
      _corsRewrittenHeaders: toHeaders(changed),
    }),
  };
}

function toHeaders(headers: HeaderList): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function toCookie(pair: string): Cookie {
  const at = pair.indexOf("=");
  return at < 0
    ? { name: "", value: pair }
    : { name: pair.slice(0, at), value: pair.slice(at + 1) };
}

function toQuery(url: string): QueryString[] {
  const parsed = parseUrl(url);
  return parsed === null ? [] : [...parsed.searchParams].map(([name, value]) => ({ name, value }));
}

/**
 * The URL as RFC 3986 spells it. Browsers keep characters in a URL (`|`, brackets, a lone `%`) that
 * validating HAR readers refuse.
 */
function toUri(url: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? "";
  const [rest = "", ...fragment] = url.slice(authority.length).split("#");
  const spelled = [rest, ...(fragment.length === 0 ? [] : [fragment.join("%23")])];
  return (
    authority.replace(NOT_AUTHORITY, encode) +
    spelled.map((part) => part.replace(NOT_URI, encode)).join("#")
  );
}

/** A host may contain a backtick, quotes and braces; IPv6 addresses are in brackets. */
const NOT_AUTHORITY = /%(?![0-9a-f]{2})|[^\w\-.~:/@!$&'()*+,;=%[\]]/gi;
const NOT_URI = /%(?![0-9a-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/gi;

function encode(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
  // Unreachable for URLs that a browser serialised: those are ASCII.
  return "%EF%BF%BD";
}

function toPage(page: HarPage): Page {
  return {
    startedDateTime: dateTime(page.startedAt),
    id: page.id,
    title: page.title,
    pageTimings: {},
  };
}

function elapsed(from: number, to: number | null): number {
  const span = to === null ? 0 : to - from;
  return Number.isFinite(span) && span > 0 ? Math.round(span * 1000) / 1000 : 0;
}

/** The address in HAR's form, without brackets or zone. */
function serverAddress(response: Response | null): string | null {
  const address = response?.ip?.replace(/^\[|\](?::\d+)?$|%.*$/g, "") ?? "";
  const v4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/.test(address);
  // Other characters could move the brackets into another part of the URL.
  const v6 = /^[\da-f:.]+$/i.test(address) && parseUrl(`http://[${address}]/`) !== null;
  return v4 || v6 ? address : null;
}
