import type { Account } from "./account.ts";
import type { Ask, Caller } from "./scenario.ts";

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
  const isWithoutRequest = requests.length === 0 || call > 0 || isAnsweredByService(caller);
  if (!isWithoutRequest) return null;
  if (caller.worker !== null) return "in a worker";
  if (!probe) return "without the probe";
  if (tellsOfItself(ask)) return null;
  if (!hasElement(ask)) return "no element tells of it";
  return failed ? null : "had by the browser already";
}

function tellsOfItself({ api }: Ask): boolean {
  return api === "fetch" || api === "xhr" || api === "event-source" || api === "beacon";
}

function hasElement({ api }: Ask): boolean {
  return api !== "font" && api !== "manifest" && !/-/.test(api);
}
