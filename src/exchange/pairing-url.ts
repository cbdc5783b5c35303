import { withoutUserinfo } from "../http/origin.ts";
import type { PageCall } from "../observation/page-call.ts";

/** The probe sends the first 8,192 characters, which may include user name and password. */
const LONGEST = 8_000;

/**
 * The part that the URLs of a call and of its request share: preflights and the arguments of XMLHttpRequest's
 * open() omit user name and password, and the probe truncates a long URL.
 */
export function pairingUrl(url: string): string {
  return withoutUserinfo(url).slice(0, LONGEST);
}

/** Whether a request's URL may be the one that a call requested. */
export function isUrlOfCall({ url, urlLength }: PageCall, requestUrl: string): boolean {
  if (url === requestUrl) return urlLength === undefined;
  const called = withoutUserinfo(url);
  const requested = withoutUserinfo(requestUrl);
  // Only open() takes user name and password separately from the URL.
  if (called !== url && !requestUrl.startsWith(url)) return false;
  if (urlLength === undefined) return called === requested;
  const rest = urlLength - url.length;
  return requested.startsWith(called) && requested.length === called.length + rest;
}

/** Whether a request's method may be the one that a call requested. */
export function isMethodOfCall(
  { method, methodLength }: PageCall,
  normalized: string,
  requested: string,
): boolean {
  if (methodLength === undefined) return normalized === requested;
  return requested.length === methodLength && requested.startsWith(method);
}
