import type { Toolbar } from "./toolbar.ts";

/** A toolbar in memory: what a tab's button shows. */
export class FakeToolbar implements Toolbar {
  #all = "";
  readonly #own = new Map<number, string>();
  color = "";

  setBadge(tabId: number | null, text: string | null): void {
    if (tabId === null) this.#all = text ?? "";
    else if (text === null) this.#own.delete(tabId);
    else this.#own.set(tabId, text);
  }

  setColor(color: string): void {
    this.color = color;
  }

  of(tabId: number): string {
    return this.#own.get(tabId) ?? this.#all;
  }
}
