import { browser } from "./browser.ts";

/** A script file of ours and the world of a document that it runs in. */
export interface DocumentScript {
  readonly id: string;
  readonly file: string;
  readonly world: "MAIN" | "ISOLATED";
}

/**
 * Whether scripts run, from the next navigation on, in every frame of every tab before the page's
 * own; frames without an address of their own (about:blank, srcdoc, data:, blob:) included. There
 * is no way to name a tab here.
 */
export async function setRegistered(
  scripts: readonly DocumentScript[],
  wanted: boolean,
): Promise<void> {
  const ids = scripts.map(({ id }) => id);
  const there = await browser.scripting.getRegisteredContentScripts({ ids });
  if (wanted && there.length === ids.length) return;
  if (there.length > 0) {
    await browser.scripting.unregisterContentScripts({ ids: there.map(({ id }) => id) });
  }
  if (!wanted) return;
  const registrations = scripts.map(({ id, file, world }) => ({
    id,
    js: [file],
    world,
    matches: ["<all_urls>"],
    matchOriginAsFallback: true,
    allFrames: true,
    runAt: "document_start" as const,
    persistAcrossSessions: false,
  }));
  await browser.scripting.registerContentScripts(registrations);
}

/** Runs scripts, in order, in every frame that a tab has now. */
export async function runInFrames(
  tabId: number,
  scripts: readonly DocumentScript[],
): Promise<void> {
  for (const { file, world } of scripts) {
    await browser.scripting.executeScript({
      target: { tabId, allFrames: true },
      files: [file],
      world,
      injectImmediately: true,
    });
  }
}
