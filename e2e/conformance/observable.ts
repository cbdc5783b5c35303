import type { Account } from "./account.ts";
import type { Ask, Caller } from "./scenario.ts";
import { callCount } from "./stage.ts";

/** What a page sees of a call that it gave up. */
export const GIVEN_UP = /AbortError|XMLHttpRequest (?:abort|timeout) event/;

/** Whether a page's service worker answers in the network's place. */
export function isAnsweredByService({ service }: Caller): boolean {
  return service !== null && service !== "ignores";
}

/**
 * Why nothing could have told an extension of a call that it does not report: there was no request,
 * and nobody says so. null where something did tell.
 *
 * @param failed whether it failed, as far as an element could tell.
 */
export function unobservable(account: Account, failed: boolean): string | null {
  const { staged, ask, requests, call, probe } = account;
  const { caller } = staged.scenario;
  // Of two calls the one request may be the other's.
  const isOthers = call > 0 || requests.length < callCount(staged.scenario);
  const isWithoutRequest = requests.length === 0 || isOthers || isAnsweredByService(caller);
  if (!isWithoutRequest) return null;
  if (caller.worker !== null) return "in a worker";
  if (!probe) return "without the probe";
  if (tellsOfItself(ask)) return null;
  if (!hasElement(ask)) return "no element tells of it";
  return failed ? null : "had by the browser already";
}

/**
 * Whether a response that arrived whole was refused in the page's own process, for a hash: the events
 * are those of a response that the page has, and only the probe tells of the one or the other.
 */
export function isRefusedUnseen({ staged, ask, seen, ours, probe }: Account): boolean {
  if (!("integrity" in ask) || ask.integrity === undefined) return false;
  const isSeen = probe && staged.scenario.caller.worker === null;
  const isPassed = ours?.outcome === "allowed" || ours?.outcome === "opaque";
  return !isSeen && isPassed && seen?.outcome === "rejected" && !GIVEN_UP.test(seen.detail);
}

function tellsOfItself({ api }: Ask): boolean {
  return api === "fetch" || api === "xhr" || api === "event-source" || api === "beacon";
}

function hasElement({ api }: Ask): boolean {
  return api !== "font" && api !== "manifest" && !/-/.test(api);
}
