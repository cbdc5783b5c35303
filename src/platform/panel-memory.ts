import { browser } from "./browser.ts";

const KEY = "panel";

/** How the reader left the panel; whatever was stored, undefined when nothing was. */
export async function loadPanelMemory(): Promise<unknown> {
  try {
    return (await browser.storage.local.get(KEY))[KEY];
  } catch {
    return undefined;
  }
}

/** Kept until the next time. It is a comfort: where it cannot be kept, nothing is said. */
export async function savePanelMemory(memory: object): Promise<void> {
  await browser.storage.local.set({ [KEY]: memory }).catch(() => {});
}
