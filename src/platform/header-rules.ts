import type { HeaderRule } from "../try-it/trial.ts";
import { browser } from "./browser.ts";

/** A session rule of the browser; each of ours applies to one tab. */
export interface SessionRule extends HeaderRule {
  readonly id: number;
  readonly condition: HeaderRule["condition"] & { readonly tabIds: readonly [tabId: number] };
}

/** Rules that change response headers, each for one tab: the part of declarativeNetRequest that we need. */
export interface HeaderRules {
  /** Replaces all rules of a tab. Rejects where the browser refuses one, without any change. */
  put(tabId: number, rules: readonly HeaderRule[]): Promise<void>;
  /** Removes all our rules for all tabs; resolves with the removed rules. */
  clear(): Promise<readonly SessionRule[]>;
  /** The URL that a tab shows; rejects where the tab does not exist. */
  urlOf(tabId: number): Promise<string>;
  /** Keeps the worker alive for the next 30 s. */
  stayAwake(): void;
}

interface NetRequest {
  getSessionRules(): Promise<readonly SessionRule[]>;
  updateSessionRules(change: { addRules: SessionRule[]; removeRuleIds: number[] }): Promise<void>;
}

/** The session's rules: never on disk, and gone when the browser closes. */
export const headerRules: HeaderRules = {
  put: async (tabId, rules) => {
    await replace((rule) => rule.condition.tabIds.includes(tabId), tabId, rules);
  },
  clear: () => replace(() => true),
  urlOf: async (tabId) => (await browser.tabs.get(tabId)).url ?? "",
  // Any extension API call keeps the worker alive.
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
