import { effect } from "@preact/signals";
import type { PanelMemory } from "../view/model/memory.ts";
import type { Store } from "../view/model/store.ts";

/** Typing changes the memory with each key; it is saved after this pause, in milliseconds. */
const REST_MS = 300;

/**
 * Saves the panel's state for the next session. It contains hosts and search texts: nothing is saved for a
 * tab that may be in a private window.
 */
export function remember(
  store: Pick<Store, "memory" | "notPrivate">,
  save: (memory: PanelMemory) => void,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saved = store.memory.peek();
  effect(() => {
    const memory = store.memory.value;
    clearTimeout(timer);
    if (!store.notPrivate.value || memory === saved) return;
    timer = setTimeout(() => {
      saved = memory;
      save(memory);
    }, REST_MS);
  });
}
