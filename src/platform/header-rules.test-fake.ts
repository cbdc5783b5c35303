import type { HeaderRule } from "../try-it/trial.ts";
import type { HeaderRules, SessionRule } from "./header-rules.ts";

/** Rules in memory, which outlive a worker like session rules. */
export class FakeHeaderRules implements HeaderRules {
  readonly rules = new Map<number, readonly HeaderRule[]>();
  readonly urls = new Map<number, string>();
  /** Thrown instead of adding a rule, while it is set. */
  trouble: Error | null = null;
  /** Thrown instead of removing a rule, while it is set. */
  stuck: Error | null = null;
  wakes = 0;

  async put(tabId: number, rules: readonly HeaderRule[]): Promise<void> {
    if (rules.length > 0 && this.trouble !== null) throw this.trouble;
    if (rules.length === 0 && this.stuck !== null) throw this.stuck;
    if (rules.length === 0) this.rules.delete(tabId);
    else this.rules.set(tabId, rules);
  }

  async clear(): Promise<readonly SessionRule[]> {
    if (this.stuck !== null) throw this.stuck;
    const removed = [...this.rules].flatMap(([tabId, rules]) =>
      rules.map((rule, id) => ({
        ...rule,
        id,
        condition: { ...rule.condition, tabIds: [tabId] as const },
      })),
    );
    this.rules.clear();
    return removed;
  }

  async urlOf(tabId: number): Promise<string> {
    return this.urls.get(tabId) ?? "https://app.test/";
  }

  stayAwake(): void {
    this.wakes++;
  }
}
