import type { DocumentScript, Scripting } from "./scripting.ts";

/** Scripts in memory: what is registered, and which script ran in which frame. */
export class FakeScripting implements Scripting {
  registered: readonly DocumentScript[] = [];
  /** The scripts and functions that ran, as "tab/frame name values". */
  readonly ran: string[] = [];
  /** The frames of each tab, with the result of the last script run in each. */
  readonly frames = new Map<number, Readonly<Record<number, unknown>>>();
  /** Delays registration, while it is set. */
  slow: Promise<void> | null = null;
  /** Thrown by every registration, while it is set. */
  trouble: Error | null = null;

  async setRegistered(scripts: readonly DocumentScript[], wanted: boolean): Promise<void> {
    if (this.trouble !== null) throw this.trouble;
    this.registered = wanted ? scripts : [];
    await this.slow;
  }

  async countRegistered(): Promise<number> {
    return this.registered.length;
  }

  async runInFrames(
    tabId: number,
    { file }: Omit<DocumentScript, "id">,
  ): Promise<readonly { readonly frameId: number; readonly result?: unknown }[]> {
    const frames = this.frames.get(tabId);
    if (frames === undefined) throw new Error(`Cannot access contents of tab ${tabId}`);
    this.ran.push(`${tabId}/all ${file}`);
    return Object.entries(frames).map(([frameId, result]) => ({
      frameId: Number(frameId),
      result,
    }));
  }

  async callInFrames<Args extends unknown[]>(
    tabId: number,
    frameId: number | "all",
    _func: (...args: Args) => void,
    ...args: Args
  ): Promise<void> {
    if (!this.frames.has(tabId)) throw new Error(`Cannot access contents of tab ${tabId}`);
    this.ran.push([`${tabId}/${frameId}`, "call", ...args.map(String)].join(" "));
  }

  callInPage: Scripting["callInFrames"] = (tabId, frameId, func, ...args) =>
    this.callInFrames(tabId, frameId, func, ...args);
}
