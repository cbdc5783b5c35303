import { withoutUserinfo } from "../http/origin.ts";
import type { PageCall } from "../observation/page-call.ts";

/** The probe sends the first 8,192 characters, which may include user name and password. */
const LONGEST = 8_000;

/**
 * The part that the URLs of a call and of its request share: preflights and the arguments of XMLHttpRequest's
 * open() omit user name and password, the probe truncates a long URL, and the browser may upgrade the scheme.
 */
export function pairingUrl(url: string): string {
  return upgraded(withoutUserinfo(url)).slice(0, LONGEST);
}

/** Whether a request's URL may be the one that a call requested. */
export function isUrlOfCall({ url, urlLength }: PageCall, requestUrl: string): boolean {
  if (url === requestUrl) return urlLength === undefined;
  const isUpgraded = url.startsWith("http:") && requestUrl.startsWith("https:");
  const sent = isUpgraded ? upgraded(url) : url;
  const called = withoutUserinfo(sent);
  const requested = withoutUserinfo(requestUrl);
  // Only open() takes user name and password separately from the URL.
  if (called !== sent && !requestUrl.startsWith(sent)) return false;
  if (urlLength === undefined) return called === requested;
  const rest = urlLength - url.length;
  return requested.startsWith(called) && requested.length === called.length + rest;
}

/**
 * The URL as the policy `upgrade-insecure-requests` changes it. Chromium reports only the changed URL (seen in
 * 156).
 * https://w3c.github.io/webappsec-upgrade-insecure-requests/#upgrade-request
 */
function upgraded(url: string): string {
  return url.replace(/^http:/, "https:");
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
