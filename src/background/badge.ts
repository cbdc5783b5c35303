import type { Change } from "../exchange/change.ts";
import type { ExchangeLog } from "../exchange/exchange-log.ts";
import { browser } from "../platform/browser.ts";
import { decideExchange } from "../verdict/decide-exchange.ts";

/** Badges are drawn this often at most, in milliseconds. */
const DRAW_EVERY = 200;

/** The number on the toolbar button: how many requests of the tab were blocked. */
export class Badge {
  readonly #log: ExchangeLog;
  readonly #blocked = new Map<number, Set<string>>();
  readonly #stale = new Set<number>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(log: ExchangeLog) {
    this.#log = log;
  }

  update(changes: readonly Change[]): void {
    for (const { tabId, changed, removed } of changes) {
      if (tabId < 0) continue;
      const blocked = this.#blocked.get(tabId) ?? new Set();
      const before = blocked.size;
      for (const id of removed) blocked.delete(id);
      for (const id of changed) {
        if (this.#isBlocked(tabId, id)) blocked.add(id);
        else blocked.delete(id);
      }
      this.#blocked.set(tabId, blocked);
      // A navigation resets a tab's badge by itself, so an unchanged number is drawn again too.
      if (blocked.size !== before || removed.size > 0) this.#stale.add(tabId);
    }
    if (this.#stale.size > 0) this.#timer ??= setTimeout(() => this.#draw(), DRAW_EVERY);
  }

  /** Counts all that a tab holds, after the worker came back. */
  recount(): void {
    for (const tabId of this.#log.tabIds()) {
      const own = this.#log.exchanges(tabId).filter((exchange) => exchange.tabId === tabId);
      const ids = own.map((exchange) => exchange.id);
      this.update([
        {
          tabId,
          changed: new Set(ids),
          removed: new Set(),
          touched: new Set(),
          forgotten: new Set(),
        },
      ]);
    }
  }

  #isBlocked(tabId: number, id: string): boolean {
    const exchange = this.#log.exchange(tabId, id);
    return exchange?.endedAt != null && decideExchange(exchange).decision.outcome === "blocked";
  }

  #draw(): void {
    this.#timer = null;
    for (const tabId of this.#stale) {
      const count = this.#blocked.get(tabId)?.size ?? 0;
      if (count === 0) this.#blocked.delete(tabId);
      const text = count === 0 ? "" : count > 999 ? "999+" : String(count);
      // The tab may be gone by now.
      browser.action.setBadgeText({ tabId, text }).catch(() => undefined);
    }
    this.#stale.clear();
    browser.action.setBadgeBackgroundColor({ color: "#c5221f" }).catch(() => undefined);
  }
}
