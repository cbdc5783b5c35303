import type { BadgeMeaning, Toolbar } from "./toolbar.ts";

interface Shown {
  readonly text: string;
  readonly meaning: BadgeMeaning;
}

const NOTHING: Shown = { text: "", meaning: "extension_name" };

/** A toolbar in memory: what each tab's button shows. */
export class FakeToolbar implements Toolbar {
  #all = NOTHING;
  readonly #own = new Map<number, Shown>();
  color = "";

  setBadge(tabId: number | null, text: string | null, meaning: BadgeMeaning): void {
    if (tabId === null) this.#all = { text: text ?? "", meaning };
    else if (text === null) this.#own.delete(tabId);
    else this.#own.set(tabId, { text, meaning });
  }

  setColor(color: string): void {
    this.color = color;
  }

  of(tabId: number): string {
    return this.#shown(tabId).text;
  }

  /** The meaning in the tooltip. */
  meaningOf(tabId: number): BadgeMeaning {
    return this.#shown(tabId).meaning;
  }

  #shown(tabId: number): Shown {
    return this.#own.get(tabId) ?? this.#all;
  }
}
