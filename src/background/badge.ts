import type { Change } from "../exchange/change.ts";
import type { ExchangeLog } from "../exchange/exchange-log.ts";
import { loadOf } from "../exchange/loads.ts";
import { isProblem } from "../issues/problem.ts";
import type { Toolbar } from "../platform/toolbar.ts";
import { decideExchange } from "../verdict/decide-exchange.ts";
import { destination } from "../verdict/destination.ts";
import { isCrossOrigin } from "../verdict/hypotheses/evidence.ts";

/** The shortest interval between draws of the badges, in milliseconds. */
const DRAW_EVERY = 200;

/** The badge's text while a fix is tried. */
const TRYING = "TRY";

const RED = "#c5221f";
const GREY = "#5f6368";

/**
 * The number on the toolbar button: how many of the page's requests are problems, as in the popup. Without
 * access to all sites a grey "!" is shown instead, because any number would be wrong.
 */
export class Badge {
  readonly #log: ExchangeLog;
  readonly #toolbar: Toolbar;
  readonly #isTrying: (tabId: number) => boolean;
  readonly #problems = new Map<number, Set<string>>();
  /** The exchanges of each tab that changed since the last count. */
  readonly #uncounted = new Map<number, Set<string>>();
  readonly #stale = new Set<number>();
  #hasAccess = true;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param isTrying whether a fix is tried in a tab, which changes its number of problems. */
  constructor(log: ExchangeLog, toolbar: Toolbar, isTrying: (tabId: number) => boolean) {
    this.#log = log;
    this.#isTrying = isTrying;
    this.#toolbar = toolbar;
  }

  /** Counts the problems of tabs anew where their exchanges changed, and draws the numbers that differ. */
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
      // A navigation resets a tab's badge, so an unchanged number is drawn again too.
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

  /** Judges each changed exchange once, however often it changed. */
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

  /** Resets a tab after its page changed: with a preserved log, earlier problems are not the new page's. */
  pageShown(tabId: number): void {
    this.#uncounted.delete(tabId);
    if (this.#problems.delete(tabId)) this.redraw(tabId);
  }

  /** Draws the badge of a tab whose trial began, continued or ended. */
  redraw(tabId: number): void {
    this.#stale.add(tabId);
    this.#draw();
  }

  /** Counts everything in all tabs, after the worker restarted. */
  recount(): void {
    for (const tabId of this.#log.tabIds()) {
      const changed = new Set(this.#log.ids(tabId));
      const nothing = new Set<string>();
      this.update([{ tabId, changed, removed: nothing, touched: nothing, forgotten: nothing }]);
    }
  }

  /** Sets whether requests to all sites can be seen. Called after each start of the worker. */
  setAccess(granted: boolean): void {
    this.#hasAccess = granted;
    if (granted) this.#toolbar.setBadge(null, "", "extension_name");
    else this.#toolbar.setBadge(null, "!", "badge_no_access");
    for (const tabId of this.#problems.keys()) this.#stale.add(tabId);
    this.#draw();
  }

  /** Whether an exchange counts. Tabless exchanges are shown in several tabs, and counted in none. */
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
      // An exchange that cannot be judged is not counted; the panel reports it.
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
        // Drawn again once there is access.
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
