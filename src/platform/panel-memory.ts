import { browser } from "./browser.ts";

const KEY = "panel";

/** The panel's stored state, unvalidated; undefined when nothing was stored. */
export async function loadPanelMemory(): Promise<unknown> {
  try {
    return (await browser.storage.local.get(KEY))[KEY];
  } catch {
    return undefined;
  }
}

/** Stores the panel's state. It is only a convenience, so failures are ignored. */
export async function savePanelMemory(memory: object): Promise<void> {
  await browser.storage.local.set({ [KEY]: memory }).catch(() => {});
}
