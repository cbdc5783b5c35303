import { loadPanelMemory, savePanelMemory } from "../platform/panel-memory.ts";
import { type PanelMemory, readMemory } from "../view/model/memory.ts";
import type { Store } from "../view/model/store.ts";

/** Typing changes the memory with each key; it is saved once the reader rests, in milliseconds. */
const REST_MS = 300;

/** How the reader left the panel the last time. */
export async function remembered(): Promise<PanelMemory> {
  return readMemory(await loadPanelMemory());
}

/** Saves how the reader leaves the panel, for the next time. */
export function remember(store: Store): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = true;
  store.memory.subscribe((memory) => {
    clearTimeout(timer);
    if (!first) timer = setTimeout(() => void savePanelMemory(memory), REST_MS);
    first = false;
  });
}
