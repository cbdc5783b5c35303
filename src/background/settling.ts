import { factsOf } from "../browsers/facts-of.ts";
import { type Exchange, lastHop } from "../exchange/exchange.ts";

/** How long to wait for the probe's report on an ended exchange, in milliseconds. */
const WAIT = 100;
/** The same for a known call with `integrity`: a busy page reports late, and nothing else shows a mismatch. */
const WAIT_FOR_INTEGRITY = 1_000;
/** Exchanges that ended longer ago are complete, even if this worker just started. */
const RECENT = 2_000;

/**
 * The browser's and the probe's reports on one exchange arrive at different times. A verdict in between could
 * change while the user reads it, so a request is shown as pending a moment longer, where the probe works and
 * may add something. A call or element without a request is not shown meanwhile: its request may still come, as
 * another exchange.
 */
export class Settling {
  readonly #isProbed: (tabId: number, frameId: number) => boolean;
  readonly #now: () => number;
  /** When the wait for an exchange ends, or ended, by tab. */
  readonly #deadlines = new Map<number, Map<string, number>>();

  constructor(
    isProbed: (tabId: number, frameId: number) => boolean,
    now: () => number = () => Date.now(),
  ) {
    this.#isProbed = isProbed;
    this.#now = now;
  }

  /**
   * The exchange as a view of a tab should show it now: as it is, still pending, or not yet (null). Where it is
   * not the same object, it must be requested again.
   */
  shown(tabId: number, exchange: Exchange): Exchange | null {
    const { endedAt } = exchange;
    const now = this.#now();
    if (endedAt === null || Math.abs(now - endedAt) > RECENT) return exchange;
    if (!mayGetReport(exchange)) return exchange;
    const deadlines = this.#deadlines.get(tabId) ?? new Map<string, number>();
    this.#deadlines.set(tabId, deadlines);
    const longest = exchange.call?.hasIntegrity ? WAIT_FOR_INTEGRITY : WAIT;
    const wait = this.#isProbed(exchange.tabId, exchange.frameId) ? longest : 0;
    const deadline = deadlines.get(exchange.id) ?? now + wait;
    // The deadline stays: an exchange shown as ended is never pending again, even if that was before the
    // probe was installed.
    deadlines.set(exchange.id, deadline);
    // The clock may have been set back.
    if (now >= deadline || now < deadline - longest) return exchange;
    if (exchange.kind !== "requested") return null;
    return { ...exchange, ending: { kind: "pending" }, endedAt: null };
  }

  /** Forgets the waiting of exchanges that are gone. */
  forget(tabId: number, ids: Iterable<string>): void {
    const deadlines = this.#deadlines.get(tabId);
    for (const id of ids) deadlines?.delete(id);
  }

  /** Forgets a tab that has no views any more. */
  forgetTab(tabId: number): void {
    this.#deadlines.delete(tabId);
  }
}

/**
 * Whether the probe may still report decisive facts: a call, a violation or an element. Or the browser, for a
 * call whose success the probe reported first.
 */
function mayGetReport(exchange: Exchange): boolean {
  const { ending, resourceType, callResult, violation, element } = exchange;
  if (ending.kind === "not-sent") return violation === null;
  if (ending.kind === "completed" && lastHop(exchange).response === null) return true;
  if (ELEMENTS.has(resourceType)) return element === null;
  if (resourceType === "font") return lacksStatus(exchange);
  return CALLS.has(resourceType) && callResult === null;
}

/** Whether a font lacks its timeline's status, which alone shows that the browser withheld it. */
function lacksStatus(exchange: Exchange): boolean {
  const { browser, ending, timedStatus, hops, initiatorOrigin } = exchange;
  if (!factsOf(browser).completesWithheld || ending.kind !== "completed") return false;
  return timedStatus === null && hops[0]?.origin !== initiatorOrigin;
}

/** webRequest's types for the calls that the probe sees. */
const CALLS: ReadonlySet<string> = new Set(["xmlhttprequest", "ping", "beacon", "other"]);
/** webRequest's types for elements that report whether they loaded. */
const ELEMENTS: ReadonlySet<string> = new Set(["script", "stylesheet", "image", "media"]);
