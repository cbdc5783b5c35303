import { factsOf } from "../browsers/facts-of.ts";
import { type Exchange, lastHop } from "../exchange/exchange.ts";

/** How long the probe's word on what has ended is waited for, in milliseconds. */
const WAIT = 100;
/** What ended longer ago has all that it will have, also where this worker has just begun. */
const RECENT = 2_000;

/**
 * What the browser tells and what the probe tells of one exchange arrive apart. A verdict made
 * between the two could change under the reader's eyes, so an exchange is shown as pending for a
 * moment longer, where the probe works and may have something to add.
 */
export class Settling {
  readonly #isProbed: (tabId: number, frameId: number) => boolean;
  readonly #now: () => number;
  /** For each tab until when an exchange is, or was, waited for. */
  readonly #deadlines = new Map<number, Map<string, number>>();

  constructor(
    isProbed: (tabId: number, frameId: number) => boolean,
    now: () => number = () => Date.now(),
  ) {
    this.#isProbed = isProbed;
    this.#now = now;
  }

  /**
   * The exchange as a view of a tab is to show it now: as it is, or still pending. What is still
   * pending only for this reason is another object, and has to be taken again.
   */
  shown(tabId: number, exchange: Exchange): Exchange {
    const { endedAt } = exchange;
    const now = this.#now();
    if (endedAt === null || Math.abs(now - endedAt) > RECENT) return exchange;
    if (!lacksWord(exchange)) return exchange;
    const deadlines = this.#deadlines.get(tabId) ?? new Map<string, number>();
    this.#deadlines.set(tabId, deadlines);
    const wait = this.#isProbed(exchange.tabId, exchange.frameId) ? WAIT : 0;
    const deadline = deadlines.get(exchange.id) ?? now + wait;
    // It stays: what was shown with its end is never shown as pending again, also where that was
    // before the probe came.
    deadlines.set(exchange.id, deadline);
    // The clock may have been put back.
    if (now >= deadline || now < deadline - WAIT) return exchange;
    return { ...exchange, ending: { kind: "pending" }, endedAt: null };
  }

  forget(tabId: number, ids: Iterable<string>): void {
    const deadlines = this.#deadlines.get(tabId);
    for (const id of ids) deadlines?.delete(id);
  }

  /** Nobody looks at the tab any more. */
  forgetTab(tabId: number): void {
    this.#deadlines.delete(tabId);
  }
}

/**
 * Whether the probe may still tell something that decides, of a call, a refusal or an element; or the
 * browser, of a call whose good end the probe reported first.
 */
function lacksWord(exchange: Exchange): boolean {
  const { ending, resourceType, callResult, violation, element } = exchange;
  if (ending.kind === "not-sent") return violation === null;
  if (ending.kind === "completed" && lastHop(exchange).response === null) return true;
  if (ELEMENTS.has(resourceType)) return element === null;
  if (resourceType === "font") return lacksStatus(exchange);
  return CALLS.has(resourceType) && callResult === null;
}

/** No element tells of a font that the browser completes and withholds; its timeline does. */
function lacksStatus(exchange: Exchange): boolean {
  const { browser, ending, timedStatus, hops, initiatorOrigin } = exchange;
  if (!factsOf(browser).completesWithheld || ending.kind !== "completed") return false;
  return timedStatus === null && hops[0]?.origin !== initiatorOrigin;
}

/** webRequest's types of what the probe sees called. */
const CALLS: ReadonlySet<string> = new Set(["xmlhttprequest", "ping", "beacon", "other"]);
/** Of what elements request; they report how once they have it, or have it not. */
const ELEMENTS: ReadonlySet<string> = new Set(["script", "stylesheet", "image", "media"]);
