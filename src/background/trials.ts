import type { Note } from "../journal/trouble.ts";
import type { RawNavigation } from "../observation/from-web-navigation.ts";
import type { RequestObservation } from "../observation/observation.ts";
import type { HeaderRules } from "../platform/header-rules.ts";
import { concerns, type HeaderRule, type Trial } from "../try-it/trial.ts";

/** The parts of a request's event that determine which rules apply. */
type Requested = Pick<RequestObservation, "tabId" | "timeStamp" | "url" | "method">;

/** Browsers stop a worker that was idle for 30 s. */
const AWAKE_MS = 20_000;

/**
 * The fixes being tried, one trial per tab. A trial ends when its time is over, when its tab is closed or
 * shows another document, and when the permission for its sites is revoked. Rules of an earlier worker are
 * removed at the start.
 */
export class Trials {
  readonly #rules: HeaderRules;
  readonly #onChange: (tabId: number) => void;
  readonly #warn: (error: unknown) => void;
  /** The active trials, each with the URL that its tab shows. */
  readonly #on = new Map<number, Trial & { readonly url: string }>();
  /** The rules that each tab had last, and when they were removed. */
  readonly #ended = new Map<
    number,
    { readonly rules: readonly HeaderRule[]; readonly until: number }
  >();
  #queue: Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Resolves when all rules of an earlier worker are removed. */
  readonly ready: Promise<void>;

  /** @param onChange called when the trial of a tab began, changed or ended. */
  constructor(rules: HeaderRules, onChange: (tabId: number) => void, note: Note = () => {}) {
    this.#rules = rules;
    this.#warn = (error) => note("rules-not-changed", { error });
    this.#onChange = onChange;
    this.ready = this.#queue = rules
      .clear()
      .then((removed) => {
        for (const rule of removed) {
          const [tabId] = rule.condition.tabIds;
          this.#end(tabId, [...(this.#ended.get(tabId)?.rules ?? []), rule]);
        }
      })
      .catch(this.#warn);
  }

  /** Whether any tab has an active trial. */
  get areOn(): boolean {
    return this.#on.size > 0;
  }

  /** The trial in a tab, also one whose rules could not be set; undefined where there is none. */
  of(tabId: number): Trial | undefined {
    return this.#on.get(tabId);
  }

  /** Whether our rules changed the response to a tab's request at this time. */
  covers({ tabId, timeStamp, url, method }: Requested): boolean {
    const isIt = (rule: HeaderRule) => concerns(rule, url, method);
    const { rules, until } = this.#ended.get(tabId) ?? { rules: [], until: 0 };
    const on = this.#on.get(tabId)?.rules ?? [];
    return on.some(isIt) || (timeStamp < until && rules.some(isIt));
  }

  /** Begins a trial in a tab, replacing any active one; null ends it. */
  set(tabId: number, trial: Trial | null): void {
    this.#queue = this.#queue.then(() => this.#set(tabId, trial)).catch(this.#warn);
  }

  /** Ends the trials of all tabs. */
  endAll(): void {
    for (const tabId of this.#on.keys()) this.set(tabId, null);
  }

  /** Records that a tab's rules were removed. */
  #end(tabId: number, rules: readonly HeaderRule[]): void {
    this.#ended.set(tabId, { rules, until: Date.now() });
  }

  async #set(tabId: number, trial: Trial | null): Promise<void> {
    const before = this.#on.get(tabId);
    if (trial === null && !before) return;
    try {
      // Throws for what is no list, or a rule that cannot be compared: otherwise each later event of the tab
      // would fail.
      const rules = [...(trial?.rules ?? [])];
      for (const rule of rules) {
        concerns(rule, "", "");
        RegExp(rule.condition.regexFilter);
      }
      if (trial !== null) {
        this.#on.set(tabId, { ...trial, rules, url: await this.#rules.urlOf(tabId) });
      }
      await this.#rules.put(tabId, rules);
      if (trial === null) this.#on.delete(tabId);
    } catch (error) {
      if (trial === null) throw error;
      // The previous rules are still active.
      await this.#rules.put(tabId, []);
      this.#on.set(tabId, { ...trial, rules: [], url: "", error: String(error) });
    } finally {
      if (before) this.#end(tabId, before.rules);
      this.#onChange(tabId);
      this.#tick();
    }
  }

  /** Continues the trial after a reload or a navigation to the same URL, else ends it. */
  pageShown({ tabId, url, transitionType }: RawNavigation): void {
    const on = this.#on.get(tabId);
    if (!on) return;
    if (transitionType === "reload" || bare(url) === bare(on.url)) {
      this.#on.set(tabId, { ...on, url });
      // The browser has reset the badge.
      this.#onChange(tabId);
    } else this.set(tabId, null);
  }

  /** Ends the trials whose time is over, and keeps the worker alive while there are others. */
  #tick(): void {
    clearTimeout(this.#timer);
    let wait = AWAKE_MS;
    for (const [tabId, { until }] of this.#on) {
      const left = until - Date.now();
      if (!(left > 0)) this.set(tabId, null);
      else wait = Math.min(wait, left);
    }
    if (this.#on.size === 0) return;
    this.#rules.stayAwake();
    this.#timer = setTimeout(() => this.#tick(), wait);
  }
}

function bare(url: string): string {
  return url.split("#", 1)[0] as string;
}
