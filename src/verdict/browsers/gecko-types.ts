import { type Exchange, judgedHeaders, type Response } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import type { Holds } from "../standard/holds.ts";
import type { Certainty } from "../verdict.ts";

// What Gecko refuses for a response's media type, measured with Firefox 153.

/**
 * Whether opaque response blocking blocks the response by its headers alone.
 * https://github.com/annevk/orb
 */
export function isBlockedByOrb({ resourceType }: Exchange, response: Response | null): boolean {
  if (response === null || resourceType === "xmlhttprequest") return false;
  const type = typeOf(response);
  const nosniff = isNosniff(response);
  if (type === "image/svg+xml") return false;
  if (BLOCKLISTED.test(type) || NEVER_SNIFFED.test(type)) return true;
  if (nosniff && type === "text/plain") return true;
  if (isUnwantedPart(resourceType, response)) return true;
  return resourceType === "media" && !SCRIPT_OR_STYLE.test(type) && !isMediaStatus(response.status);
}

/**
 * Whether opaque response blocking blocks a response that another browser passed; "open" where Gecko
 * sniffs the content.
 */
export function orbResponse(exchange: Exchange, response: Response): Holds {
  if (!isBlockedByOrb(exchange, response)) return "no";
  return BLOCKLISTED.test(typeOf(response)) && !isNosniff(response) ? "open" : "yes";
}

/**
 * How certain it is that a script or style sheet was refused for its media type; null where it was not. Such
 * a refusal ends in the error of corrupted responses (measured in 153). Types that every script is refused
 * for are certain. Other types are refused only for modules, and no event shows what is a module.
 * https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
 */
export function refusalForType(resourceType: string, response: Response): Certainty | null {
  const type = typeOf(response);
  const isScript = resourceType === "script";
  if (!isScript && (resourceType !== "stylesheet" || !isNosniff(response))) return null;
  if (SCRIPT_OR_STYLE.test(type) && isScript === (type !== "text/css")) return null;
  if (isNosniff(response)) return "certain";
  return /^(audio|image|video|text\/csv)/.test(type) ? "certain" : "likely";
}

/** https://fetch.spec.whatwg.org/#determine-nosniff : the first of its values. */
const isNosniff = (response: Response) =>
  /^\s*nosniff\s*(?:,|$)/i.test(get(judgedHeaders(response), "X-Content-Type-Options") ?? "");

/**
 * Whether opaque response blocking may have blocked the response by its content. No event shows that, and
 * no media type excludes it (seen in 153: an "image/png" that broke off before its first byte). Where the
 * element got no error event, the page aborted the request.
 */
export function mayBeBlockedByOrb(exchange: Exchange, response: Response | null): boolean {
  const { resourceType, element, elementFailed } = exchange;
  if (response === null || !/^(?:image|media|script|stylesheet)/.test(resourceType)) return false;
  if (element !== null && !elementFailed) return false;
  const type = typeOf(response);
  return type !== "image/svg+xml" && !SCRIPT_OR_STYLE.test(type);
}

/** Whether the response is a part other than the first, without a range request. Media requests have one. */
function isUnwantedPart(resourceType: string, response: Response): boolean {
  if (response.status !== 206 || resourceType === "media") return false;
  if (SCRIPT_OR_STYLE.test(typeOf(response))) return false;
  return !/^\s*bytes\s+0-/i.test(get(judgedHeaders(response), "Content-Range") ?? "");
}

/** Firefox 153's console: "Media request's response status is neither 200 nor 206". */
const isMediaStatus = (status: number) => status === 200 || status === 206;

const typeOf = (response: Response) => mediaType(judgedHeaders(response));

/** https://fetch.spec.whatwg.org/#opaque-safelisted-mime-type, without SVG. */
const SCRIPT_OR_STYLE = /^(?:text\/css|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/;

const BLOCKLISTED = /^(?:text\/(?:html|json|xml)|application\/(?:json|xml)|.+\+(?:json|xml))$/;
const NEVER_SNIFFED =
  /^(?:text\/(?:csv|event-stream)|application\/(?:g?zip|x-gzip|pdf|x-protobuf|msword|msexcel|vnd\..+))$/;
