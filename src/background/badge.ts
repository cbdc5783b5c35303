import type { Change } from "../exchange/change.ts";
import type { ExchangeLog } from "../exchange/exchange-log.ts";
import { loadOf } from "../exchange/loads.ts";
import { isProblem } from "../issues/problem.ts";
import type { Toolbar } from "../platform/toolbar.ts";
import { decideExchange } from "../verdict/decide-exchange.ts";
import { destination } from "../verdict/destination.ts";
import { isCrossOrigin } from "../verdict/hypotheses/evidence.ts";

/** Badges are drawn this often at most, in milliseconds. */
const DRAW_EVERY = 200;

/** In place of the number, while a fix is tried. */
const TRYING = "TRY";

const RED = "#c5221f";
const GREY = "#5f6368";

/**
 * The number on the toolbar button: how many requests of the tab's page are problems, as in the popup. While the extension
 * may not see requests to all sites, a grey "!" stands there instead, as no number would be true.
 */
export class Badge {
  readonly #log: ExchangeLog;
  readonly #toolbar: Toolbar;
  readonly #isTrying: (tabId: number) => boolean;
  readonly #problems = new Map<number, Set<string>>();
  /** Of each tab, what has changed since it was last counted. */
  readonly #uncounted = new Map<number, Set<string>>();
  readonly #stale = new Set<number>();
  #hasAccess = true;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param isTrying whether a fix is tried in a tab: no number of problems would be the page's own. */
  constructor(log: ExchangeLog, toolbar: Toolbar, isTrying: (tabId: number) => boolean) {
    this.#log = log;
    this.#isTrying = isTrying;
    this.#toolbar = toolbar;
  }

  update(changes: readonly Change[]): void {
    for (const { tabId, changed, removed } of changes) {
      if (tabId < 0) continue;
      const uncounted = this.#uncounted.get(tabId) ?? new Set();
      const problems = this.#problems.get(tabId);
      for (const id of removed) {
        uncounted.delete(id);
        problems?.delete(id);
      }
      for (const id of changed) uncounted.add(id);
      this.#uncounted.set(tabId, uncounted);
      // A navigation resets a tab's badge by itself, so an unchanged number is drawn again too.
      if (removed.size > 0) this.#stale.add(tabId);
    }
    if (this.#stale.size + this.#uncounted.size > 0) {
      this.#timer ??= setTimeout(() => this.#drawWhatChanged(), DRAW_EVERY);
    }
  }

  #drawWhatChanged(): void {
    this.#timer = null;
    this.#count();
    if (this.#stale.size > 0) this.#draw();
  }

  /** Judges what has changed once, however often it did. */
  #count(): void {
    for (const [tabId, changed] of this.#uncounted) {
      const problems = this.#problems.get(tabId) ?? new Set();
      const before = problems.size;
      for (const id of changed) {
        if (this.#isProblem(tabId, id)) problems.add(id);
        else problems.delete(id);
      }
      this.#problems.set(tabId, problems);
      if (problems.size !== before) this.#stale.add(tabId);
    }
    this.#uncounted.clear();
  }

  /** Another page is shown: with a preserved log, the problems of the one before are not its own. */
  pageShown(tabId: number): void {
    this.#uncounted.delete(tabId);
    if (this.#problems.delete(tabId)) this.redraw(tabId);
  }

  /** Draws the badge of a tab in which a trial has begun, gone on or ended. */
  redraw(tabId: number): void {
    this.#stale.add(tabId);
    this.#draw();
  }

  /** Counts all that a tab holds, after the worker came back. */
  recount(): void {
    for (const tabId of this.#log.tabIds()) {
      const changed = new Set(this.#log.ids(tabId));
      const nothing = new Set<string>();
      this.update([{ tabId, changed, removed: nothing, touched: nothing, forgotten: nothing }]);
    }
  }

  /** Whether requests to all sites can be seen. Known anew after each start of the worker. */
  setAccess(granted: boolean): void {
    this.#hasAccess = granted;
    if (granted) this.#toolbar.setBadge(null, "", "extension_name");
    else this.#toolbar.setBadge(null, "!", "badge_no_access");
    for (const tabId of this.#problems.keys()) this.#stale.add(tabId);
    this.#draw();
  }

  /** Workers that belong to no tab are shown in several, and counted in none. */
  #isProblem(tabId: number, id: string): boolean {
    try {
      const exchange = this.#log.exchange(tabId, id);
      if (exchange === null || exchange.tabId !== tabId || exchange.endedAt === null) return false;
      const loads = this.#log.loads(tabId);
      if (loadOf(exchange, loads) < loads.length - 1) return false;
      const { exchange: asRead, chosen, decision } = decideExchange(exchange);
      const { outcome } = decision;
      const mode = { value: chosen.modes.mode };
      return isProblem({
        crossOrigin: isCrossOrigin(asRead),
        destination: destination(asRead),
        mode,
        outcome,
      });
    } catch {
      // One that cannot be judged is not counted; the panel says so.
      return false;
    }
  }

  #draw(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#count();
    for (const tabId of this.#stale) {
      const problems = this.#problems.get(tabId) ?? new Set<string>();
      if (!this.#hasAccess) {
        // It is drawn again once there is access.
        this.#problems.set(tabId, problems);
        this.#toolbar.setBadge(tabId, null, "badge_no_access");
        continue;
      }
      const count = problems.size;
      if (count === 0) this.#problems.delete(tabId);
      const isTrying = this.#isTrying(tabId);
      const text = isTrying ? TRYING : count === 0 ? "" : count > 999 ? "999+" : String(count);
      const meaning = isTrying ? "badge_trial" : count === 0 ? "extension_name" : "badge_count";
      this.#toolbar.setBadge(tabId, text, meaning);
    }
    this.#stale.clear();
    this.#toolbar.setColor(this.#hasAccess ? RED : GREY);
  }
}
