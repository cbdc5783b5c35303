import { browser } from "./browser.ts";

/** One of our script files, and the document world that it runs in. */
export interface DocumentScript {
  readonly id: string;
  readonly file: string;
  readonly world: "MAIN" | "ISOLATED";
}

/** Our scripts in documents: the part of `scripting` that we need. */
export interface Scripting {
  /**
   * Sets whether scripts run, from the next navigation on, in every frame of every tab before the page's own
   * scripts. Frames with local URLs (about:blank, srcdoc, data:, blob:) are included. The API cannot limit
   * this to one tab.
   */
  setRegistered(scripts: readonly DocumentScript[], wanted: boolean): Promise<void>;
  /** How many scripts are registered. */
  countRegistered(): Promise<number>;
  /** Runs a script in every current frame of a tab; returns the result of each. */
  runInFrames(
    tabId: number,
    script: Omit<DocumentScript, "id">,
  ): Promise<readonly { readonly frameId: number; readonly result?: unknown }[]>;
  /**
   * Calls a function in the isolated world of a frame, or of all current frames of a tab. The function is
   * passed as source text, so it may use only its arguments and globals.
   */
  readonly callInFrames: CallInFrames;
  /** The same in the page's own world. */
  readonly callInPage: CallInFrames;
}

type CallInFrames = <Args extends unknown[]>(
  tabId: number,
  frameId: number | "all",
  func: (...args: Args) => void,
  ...args: Args
) => Promise<void>;

/** The extension's scripts in the browser's documents. */
export const scripting: Scripting = {
  setRegistered,
  countRegistered: async () => (await browser.scripting.getRegisteredContentScripts()).length,
  runInFrames,
  callInFrames: callIn("ISOLATED"),
  callInPage: callIn("MAIN"),
};

async function setRegistered(scripts: readonly DocumentScript[], wanted: boolean): Promise<void> {
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

async function runInFrames(
  tabId: number,
  { file, world }: Omit<DocumentScript, "id">,
): Promise<readonly { readonly frameId: number; readonly result?: unknown }[]> {
  return browser.scripting.executeScript({
    target: { tabId, allFrames: true },
    files: [file],
    world,
    injectImmediately: true,
  });
}

function callIn(world: DocumentScript["world"]): CallInFrames {
  return async (tabId, frameId, func, ...args) => {
    await browser.scripting.executeScript({
      target: frameId === "all" ? { tabId, allFrames: true } : { tabId, frameIds: [frameId] },
      world,
      injectImmediately: true,
      func: func as () => void,
      args,
    });
  };
}
