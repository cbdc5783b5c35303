import { withoutUserinfo } from "../http/origin.ts";
import type { PageCall } from "../observation/page-call.ts";

/** The probe sends the first 8,192 characters; user and password may take some of them. */
const LONGEST = 8_000;

/**
 * What the URL of a call and that of its request have in common: preflights and the arguments of
 * XMLHttpRequest's open() leave out user and password, and the probe cuts a long URL short.
 */
export function pairingUrl(url: string): string {
  const plain = withoutUserinfo(url);
  return plain.length > LONGEST ? plain.slice(0, LONGEST) : plain;
}

/** Whether a request's URL may be the one that a call requested. */
export function isUrlOfCall({ url, urlLength }: PageCall, requestUrl: string): boolean {
  if (url === requestUrl) return urlLength === undefined;
  const called = withoutUserinfo(url);
  const requested = withoutUserinfo(requestUrl);
  // Only open() takes user and password apart from the URL.
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
