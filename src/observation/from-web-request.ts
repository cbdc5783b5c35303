import type { BrowserFacts } from "../browsers/browser-facts.ts";
import { factsOf } from "../browsers/facts-of.ts";
import type { ByteString } from "../http/byte-string.ts";
import type { HeaderList } from "../http/header-list.ts";
import { isomorphicDecode } from "../http/isomorphic.ts";
import { originOf } from "../http/origin.ts";
import { idOf, textOf, timeOf } from "./members.ts";
import type { Browser, RequestObservation } from "./observation.ts";

/** A header from webRequest: text, or bytes where the value is not UTF-8. */
export interface RawHeader {
  readonly name: string;
  readonly value?: string | undefined;
  readonly binaryValue?: readonly number[] | ArrayBuffer | undefined;
}

/** The details of a webRequest event that we read, in either browser. */
export interface RawDetails {
  readonly requestId: string;
  readonly url: string;
  readonly method: string;
  readonly tabId: number;
  readonly frameId: number;
  readonly parentFrameId: number;
  readonly type: string;
  readonly timeStamp: number;
  readonly documentId?: string | undefined;
  readonly documentLifecycle?: string | undefined;
  /** Chromium: the requesting origin. */
  readonly initiator?: string | undefined;
  /** Gecko: the requesting URL, and the URL of its document. */
  readonly originUrl?: string | undefined;
  readonly documentUrl?: string | undefined;
  readonly requestHeaders?: readonly RawHeader[] | undefined;
  readonly responseHeaders?: readonly RawHeader[] | undefined;
  readonly statusCode?: number | undefined;
  readonly statusLine?: string | undefined;
  readonly redirectUrl?: string | undefined;
  readonly fromCache?: boolean | undefined;
  readonly ip?: string | null | undefined;
  readonly error?: string | undefined;
}

/**
 * Converts one webRequest event into an observation.
 *
 * @throws TypeError where the URL is missing, or a text or the time is of another type: such details are not an
 *   event, and only they are lost.
 *
 * @param kind which event fired.
 * @param details the event's details from the browser.
 * @param browser the browser whose format they have.
 */
export function fromWebRequest(
  kind: RequestObservation["kind"],
  details: RawDetails,
  browser: Browser,
): RequestObservation {
  const workerScript = workerScriptOf(details);
  const event = {
    requestId: `${details.requestId}`,
    tabId: idOf(details.tabId),
    frameId: idOf(details.frameId),
    parentFrameId: idOf(details.parentFrameId),
    documentId: textOf(details.documentId),
    documentLifecycle: textOf(details.documentLifecycle),
    resourceType: textOf(details.type) ?? "other",
    initiator: initiatorOf(details, browser),
    timeStamp: timeOf(details.timeStamp),
    url: withoutFragment(details.url),
    method: textOf(details.method) ?? "",
    ...(workerScript && { workerScript }),
  };
  const ip = textOf(details.ip);
  const facts = factsOf(browser);
  const fromCache =
    details.fromCache === true && (!facts.marksAllAfterStoredRedirect || ip === null);
  const ending = { fromCache, ip };
  switch (kind) {
    case "started":
      return { kind, ...event };
    case "headers-sent":
      return { kind, ...event, headers: headerList(details.requestHeaders, facts) };
    case "headers-received":
      return {
        kind,
        ...event,
        status: details.statusCode ?? 0,
        statusText: statusText(details.statusLine),
        headers: headerList(details.responseHeaders, facts),
      };
    case "redirected":
      return {
        kind,
        ...event,
        ...ending,
        redirectUrl: textOf(details.redirectUrl) ?? "",
        status: details.statusCode ?? 0,
        headers: details.responseHeaders ? headerList(details.responseHeaders, facts) : null,
      };
    case "completed":
      return {
        kind,
        ...event,
        ...ending,
        status: details.statusCode ?? 0,
        headers: details.responseHeaders ? headerList(details.responseHeaders, facts) : null,
      };
    case "failed":
      return { kind, ...event, ...ending, error: textOf(details.error) ?? "" };
  }
}

/** Chromium reports an origin, Gecko a URL; for some opaque origins neither reports anything. */
function initiatorOf(details: RawDetails, browser: Browser): string | null {
  if (factsOf(browser).tellsInitiatorOrigin) return textOf(details.initiator);
  const { originUrl, documentUrl } = details;
  // Gecko reports a style sheet as the requester of its resources; by the standard its document requests
  // them.
  // https://drafts.csswg.org/css-values/#fetch-a-style-resource
  const url = FROM_STYLE_SHEETS.has(details.type) ? (documentUrl ?? originUrl) : originUrl;
  return url === undefined ? null : originOf(url);
}

/**
 * The script of a worker, which has no document of its own. Gecko reports it as the requesting URL; for a
 * worker made from a blob it reports only the origin, and for one from a data: URL nothing (seen in 153).
 */
function workerScriptOf({ documentId, type, originUrl = "" }: RawDetails): string | false {
  const isOfWorker = !documentId && type === "xmlhttprequest";
  return isOfWorker && /^https?:..[^/]+\/./.test(originUrl) && withoutFragment(originUrl);
}

const FROM_STYLE_SHEETS = new Set(["font", "image", "imageset", "stylesheet"]);

function withoutFragment(url: string): string {
  const hash = url.indexOf("#");
  // A malformed URL may be a list, which has indexOf() but not substring().
  return url.substring(0, hash === -1 ? url.length : hash);
}

/** "HTTP/1.1 404 Not Found" → "Not Found". */
function statusText(statusLine: string | undefined): string {
  const match = /^\S+\s+\d+\s+(.*)$/.exec(statusLine ?? "");
  return match?.[1] ?? "";
}

function headerList(raw: readonly RawHeader[] | undefined, facts: BrowserFacts): HeaderList {
  return (raw ?? []).map((header) => [`${header.name}`, headerValue(header, facts)] as const);
}

/**
 * The isomorphic decoding of a header value, one code unit per byte: the form that the Fetch standard checks.
 * https://infra.spec.whatwg.org/#isomorphic-decode
 */
function headerValue(header: RawHeader, { headersAreIsomorphic }: BrowserFacts): ByteString {
  if (header.value !== undefined) {
    const value = `${header.value}`;
    const isOfBytes = headersAreIsomorphic ? /^[\0-\xff]*$/ : /^[\0-\x7f]*$/;
    if (isOfBytes.test(value)) return value;
    return isomorphicDecode(new TextEncoder().encode(value));
  }
  return isomorphicDecode(new Uint8Array(header.binaryValue ?? []));
}
