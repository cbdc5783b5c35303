import type { HeaderRule } from "../try-it/trial.ts";
import { browser } from "./browser.ts";

/** A rule as the browser has it: each of ours is bound to one tab. */
export interface SessionRule extends HeaderRule {
  readonly id: number;
  readonly condition: HeaderRule["condition"] & { readonly tabIds: readonly [tabId: number] };
}

/** Rules that change response headers, each bound to one tab: what we need of declarativeNetRequest. */
export interface HeaderRules {
  /** Replaces all rules of a tab. Rejects where the browser does not take one, and then changes none. */
  put(tabId: number, rules: readonly HeaderRule[]): Promise<void>;
  /** Removes every rule of ours, whatever it is bound to; resolves with what was removed. */
  clear(): Promise<readonly SessionRule[]>;
  /** The URL that a tab shows; rejects where there is no such tab. */
  urlOf(tabId: number): Promise<string>;
  /** Keeps the worker from being stopped for the next 30 s. */
  stayAwake(): void;
}

interface NetRequest {
  getSessionRules(): Promise<readonly SessionRule[]>;
  updateSessionRules(change: { addRules: SessionRule[]; removeRuleIds: number[] }): Promise<void>;
}

/** The session's rules: gone with the browser, never on the disk. */
export const headerRules: HeaderRules = {
  put: async (tabId, rules) => {
    await replace((rule) => rule.condition.tabIds.includes(tabId), tabId, rules);
  },
  clear: () => replace(() => true),
  urlOf: async (tabId) => (await browser.tabs.get(tabId)).url ?? "",
  // Any call of the API does.
  stayAwake: () => void browser.runtime.getPlatformInfo(),
};

async function replace(
  isReplaced: (rule: SessionRule) => boolean,
  tabId = -1,
  rules: readonly HeaderRule[] = [],
): Promise<readonly SessionRule[]> {
  const { declarativeNetRequest: api } = browser as unknown as {
    declarativeNetRequest: NetRequest;
  };
  const all = await api.getSessionRules();
  const removed = all.filter(isReplaced);
  let id = Math.max(0, ...all.map((rule) => rule.id));
  await api.updateSessionRules({
    addRules: rules.map((rule) => ({
      ...rule,
      id: ++id,
      condition: { ...rule.condition, tabIds: [tabId] },
    })),
    removeRuleIds: removed.map((rule) => rule.id),
  });
  return removed;
}
