import { type Exchange, firstHop, lastHop } from "../exchange/exchange.ts";
import { parseUrl } from "../http/origin.ts";
import type { Verdict } from "../verdict/verdict.ts";

/** A change of URL by the browser or an extension: nothing was requested from the first URL. */
export interface ChangedUrl {
  readonly from: string;
  readonly to: string;
  /** Whether only http became https, as by HSTS or a policy. Any other change is an extension's. */
  readonly isUpgrade: boolean;
}

/** The first such change in a request that failed; null where there is none. */
export function changedByBrowser(exchange: Exchange, { outcome }: Verdict): ChangedUrl | null {
  if (outcome !== "blocked" && outcome !== "failed" && outcome !== "unknown") return null;
  const { call, hops } = exchange;
  const sent = firstHop(exchange).url;
  // Chromium reports what the page's policy upgraded as https from the beginning.
  if (call?.url.startsWith("http:") && sent.startsWith("https:")) {
    return { from: call.url, to: sent, isUpgrade: true };
  }
  for (const { url, redirect, preflight } of hops) {
    const taken = redirect ?? preflight?.redirect;
    // Gecko reports a request that a service worker receives as a redirect to the same URL.
    if (!taken?.internal || withoutFragment(url) === withoutFragment(taken.url)) continue;
    const [from, to] = [parseUrl(url), parseUrl(taken.url)];
    const isUpgrade =
      from?.hostname === to?.hostname && UPGRADES.has(`${from?.protocol}${to?.protocol}`);
    return { from: url, to: taken.url, isUpgrade };
  }
  return null;
}

const withoutFragment = (url: string) => url.replace(/#.*$/s, "");

const UPGRADES: ReadonlySet<string> = new Set(["http:https:", "ws:wss:"]);

/**
 * Whether the change explains the failure by itself, so that no server is at fault: an extension chose another
 * URL, or nothing responded at the https URL.
 */
export function isExplainedByChange(exchange: Exchange, verdict: Verdict): boolean {
  const change = changedByBrowser(exchange, verdict);
  if (change === null || !change.isUpgrade) return change !== null;
  const { cause } = verdict;
  // Without an address or a network, http would fail too.
  const isOfHost = cause?.code === "name-not-resolved" || cause?.code === "offline";
  return cause?.family === "network" && lastHop(exchange).response === null && !isOfHost;
}
