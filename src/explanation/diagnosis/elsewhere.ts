import { isCrossSite } from "../../diagnosis/sites.ts";
import { type Exchange, firstHop, lastHop } from "../../exchange/exchange.ts";
import { isLocalHost, isLoopbackHost, parseUrl } from "../../http/origin.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { say } from "../../words/words.ts";

/**
 * Known differences of Safari's engine for such a request; empty where none is known. Measured in WebKitGTK
 * 2.50, which shares this code with Safari. We never claim that a request works there, because nothing was
 * measured in Safari itself.
 */
export function elsewhere(exchange: Exchange, verdict: Verdict): string[] {
  const { outcome, credentials, crossOrigin } = verdict;
  if (!crossOrigin || (outcome !== "allowed" && outcome !== "blocked")) return [];
  const found: string[] = [];
  if (isInsecureLoopback(exchange, verdict)) found.push(say("elsewhere_loopback"));
  const wasSent = exchange.ending.kind !== "not-sent";
  const includes = wasSent && credentials.value === "include" && credentials.basis !== "assumed";
  const { url } = lastHop(exchange);
  if (includes && isCrossSite(exchange, lastHop(exchange)) && !isLocalHost(url)) {
    found.push(say("elsewhere_cookies"));
  }
  return found;
}

/** WebKit permits images, audio and video from loopback. https://bugs.webkit.org/show_bug.cgi?id=171934 */
function isInsecureLoopback(exchange: Exchange, { initiatorOrigin }: Verdict): boolean {
  const { resourceType } = exchange;
  if (resourceType !== "xmlhttprequest" && resourceType !== "websocket") return false;
  const url = parseUrl(firstHop(exchange).url);
  return (
    url !== null &&
    initiatorOrigin.startsWith("https://") &&
    (url.protocol === "http:" || url.protocol === "ws:") &&
    isLoopbackHost(url.hostname)
  );
}
