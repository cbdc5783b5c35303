import type { Note } from "../journal/trouble.ts";
import type { ProbeReport } from "../observation/page-call.ts";
import type {
  DocumentConnection,
  DocumentDoor,
  DocumentSource,
} from "../platform/document-door.ts";
import type { DocumentScript, Scripting } from "../platform/scripting.ts";
import { BURST, type FromBridge, PROBE_PORT, type ToBridge } from "../probe/channel.ts";
import { parseReport } from "../probe/parse-report.ts";

/**
 * The bridge first: it knows whether it already has a page's world. The build makes one file of
 * each (vite.config.ts).
 */
const BRIDGE: DocumentScript = {
  id: "bridge",
  file: "src/probe/bridge.iife.js",
  world: "ISOLATED",
};
const SCRIPTS: readonly DocumentScript[] = [
  BRIDGE,
  { id: "page-world", file: "src/probe/page-world.iife.js", world: "MAIN" },
];

/** In documents that are there already. */
const LATE = { file: "src/probe/page-world-late.iife.js", world: "MAIN" } as const;

/** What the bridge leaves in our own world of a document (bridge.iife.ts). */
interface BridgeWorld {
  crosscheckIsLate?: boolean;
  crosscheckBridge?: { meet(name: string): void };
}

/**
 * How long after its start the background leaves open which tabs are watched, in milliseconds: the
 * views of one that died connect again first, and on a busy machine take their time.
 */
const SETTLE_AFTER = 5_000;

/**
 * How long a change of what is registered is waited for, in milliseconds. It holds at once for the
 * documents to come, but Firefox says so only when every process has taken note, and any page that is
 * busy, in whatever tab, may keep its own for as long as it likes (seen in 153).
 */
const REGISTERS_WITHIN = 1_000;

/** Of each tab, so many messages are kept until it is known whether it is watched. */
const MOST_EARLY = 50;

/** What the control works with. */
export interface ProbeParts {
  readonly scripting: Scripting;
  /** @param late whether the page was there before the probe, and may have made the report up. */
  readonly onReport: (from: DocumentSource, report: ProbeReport, late: boolean) => void;
  /** Hears how many reports the bridge of a document has dropped so far. */
  readonly onLost: (from: DocumentSource, dropped: number) => void;
  /** Hears that the page of a frame could have overheard the probe, which is not there then. */
  readonly onUnheard: (tabId: number) => void;
  readonly note?: Note;
}

/** Has the page probe run in the tabs that are watched, and hears its reports. */
export class ProbeControl {
  readonly #parts: ProbeParts;
  /** The tabs that panels look at. */
  readonly #wanted = new Set<number>();
  /** Those of them in which the probe works: all or, where the user does not want it, none. */
  readonly #watched = new Set<number>();
  #allowed = true;
  /** The bridges that are connected. */
  readonly #bridges = new Set<DocumentConnection>();
  /** What bridges said while it was open whether their tab is watched, by the tab. */
  readonly #early = new Map<number, (() => void)[]>();
  #settled = false;
  /** Registering is asynchronous: one change after the other. */
  #registered: Promise<void> = Promise.resolve();

  constructor(parts: ProbeParts) {
    this.#parts = parts;
  }

  /** To be called in the first turn of the worker. */
  listen(door: DocumentDoor): void {
    door.onConnect(PROBE_PORT, (bridge) => this.#welcome(bridge));
    setTimeout(() => this.#settle(), SETTLE_AFTER);
  }

  /** A view looks at a tab. For each that comes, also again, frames that had no probe get one. */
  watch(tabId: number): void {
    this.#wanted.add(tabId);
    if (!this.#allowed) return;
    this.#watched.add(tabId);
    for (const take of this.#early.get(tabId) ?? []) take();
    this.#early.delete(tabId);
    this.#response();
    // Documents that come before the registration holds are there for the scripts to run in.
    void this.#register().then(async () => {
      if (!this.#watched.has(tabId)) return;
      // The browser's own pages and closed tabs have no probe, and need none.
      await placeIn(this.#parts, tabId).catch(() => {});
    });
  }

  /** No view looks at a tab any more. */
  unwatch(tabId: number): void {
    this.#wanted.delete(tabId);
    this.#leave(tabId);
  }

  /** Whether the user wants the probe at all. */
  allow(allowed: boolean): void {
    if (allowed === this.#allowed) return;
    this.#allowed = allowed;
    for (const tabId of this.#wanted) {
      if (allowed) this.watch(tabId);
      else this.#leave(tabId);
    }
  }

  /** Whether the probe tells of what a frame does. */
  worksIn(tabId: number, frameId: number): boolean {
    return this.#bridgesIn(tabId, frameId).length > 0;
  }

  /** A frame requests its document: the one around it is to tell of the iframe. */
  frameRequested(tabId: number, parentFrameId: number, url: string): void {
    for (const bridge of this.#bridgesIn(tabId, parentFrameId)) send(bridge, url as ToBridge);
  }

  #bridgesIn(tabId: number, frameId: number): DocumentConnection[] {
    if (!this.#watched.has(tabId)) return [];
    return [...this.#bridges].filter(
      ({ from }) => from.tabId === tabId && from.frameId === frameId,
    );
  }

  #leave(tabId: number): void {
    if (!this.#watched.delete(tabId)) return;
    this.#response();
    void this.#register();
  }

  #welcome(bridge: DocumentConnection): void {
    const { from } = bridge;
    this.#bridges.add(bridge);
    bridge.onDisconnect(() => this.#bridges.delete(bridge));
    bridge.onMessage((message) => {
      const take = () => {
        const late = isLate(message);
        for (const report of reportsIn(message)) this.#parts.onReport(from, report, late);
        const dropped = droppedIn(message);
        if (dropped > 0) this.#parts.onLost(from, dropped);
        send(bridge, countOf(message));
      };
      if (this.#watched.has(from.tabId)) take();
      // A document that goes does not wait for the response.
      else if (!this.#settled) {
        const early = this.#early.get(from.tabId) ?? [];
        if (early.length < MOST_EARLY) this.#early.set(from.tabId, [...early, take]);
      }
    });
    this.#response();
  }

  /** Tells the bridges whether their tabs are watched, as far as that is known. */
  #response(): void {
    for (const bridge of this.#bridges) {
      if (this.#watched.has(bridge.from.tabId)) send(bridge, "on");
      else if (this.#settled) {
        this.#bridges.delete(bridge);
        send(bridge, "off");
      }
    }
  }

  #settle(): void {
    this.#settled = true;
    this.#early.clear();
    this.#response();
    // What a background that died has left.
    void this.#register();
  }

  #register(): Promise<void> {
    this.#registered = this.#registered.then(() => {
      const wanted = this.#watched.size > 0;
      const done = this.#parts.scripting
        .setRegistered(SCRIPTS, wanted)
        .catch((error: unknown) => this.#parts.note?.("probe-not-placed", { error }));
      const enough = new Promise<void>((resolve) => setTimeout(resolve, REGISTERS_WITHIN));
      return Promise.race([done, enough]);
    });
    return this.#registered;
  }
}

/**
 * Puts the probe into the documents that a tab shows, and has its two halves meet. The page's half
 * gives no name where the page could hear it.
 */
async function placeIn({ scripting, onUnheard }: ProbeParts, tabId: number): Promise<void> {
  await scripting.callInFrames(tabId, "all", () => {
    (globalThis as BridgeWorld).crosscheckIsLate = true;
  });
  await scripting.runInFrames(tabId, BRIDGE);
  const names = await scripting.runInFrames(tabId, LATE);
  await Promise.allSettled(
    names.map(({ frameId, result }) =>
      result === false
        ? onUnheard(tabId)
        : scripting.callInFrames(
            tabId,
            frameId,
            (name) => (globalThis as BridgeWorld).crosscheckBridge?.meet(name),
            String(result),
          ),
    ),
  );
}

/** What a message of a bridge holds, whatever that is. */
function contentOf(message: unknown): readonly unknown[] {
  const reports = (message as Partial<FromBridge> | null)?.reports;
  return Array.isArray(reports) ? reports : [];
}

const countOf = (message: unknown): number => contentOf(message).length;

/** The reports in a message of a bridge: those that are well-formed, no more than it may send. */
function reportsIn(message: unknown): ProbeReport[] {
  return contentOf(message)
    .slice(0, BURST)
    .flatMap((report) => parseReport(report) ?? []);
}

const isLate = (message: unknown) => (message as Partial<FromBridge> | null)?.late === true;

/** How many reports the bridge says that it has dropped: a number, whatever came. */
function droppedIn(message: unknown): number {
  const dropped = (message as Partial<FromBridge> | null)?.dropped;
  return Number.isFinite(dropped) ? Number(dropped) : 0;
}

function send(bridge: DocumentConnection, response: ToBridge): void {
  try {
    bridge.send(response);
  } catch {
    // The document went meanwhile; onDisconnect tidies up.
  }
}
