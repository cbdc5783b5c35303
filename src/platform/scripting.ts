import { browser } from "./browser.ts";

/** A script file of ours and the world of a document that it runs in. */
export interface DocumentScript {
  readonly id: string;
  readonly file: string;
  readonly world: "MAIN" | "ISOLATED";
}

/** Scripts of ours in documents: what we need of `scripting`. */
export interface Scripting {
  /**
   * Whether scripts run, from the next navigation on, in every frame of every tab before the page's
   * own; frames without their own address (about:blank, srcdoc, data:, blob:) included. There
   * is no way to name a tab here.
   */
  setRegistered(scripts: readonly DocumentScript[], wanted: boolean): Promise<void>;
  /** How many scripts are registered. */
  countRegistered(): Promise<number>;
  /** Runs a script in every frame that a tab has now; gives what it came to in each. */
  runInFrames(
    tabId: number,
    script: Omit<DocumentScript, "id">,
  ): Promise<readonly { readonly frameId: number; readonly result?: unknown }[]>;
  /**
   * Calls a function in our own world of a frame, or of all that a tab has now. It crosses as its source
   * text, so it may use its arguments and what is global there, nothing else.
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

/** The extension's scripts in the documents of the browser. */
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
