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
 * The bridge comes first: it knows whether it already has the page's half. The build bundles each into one
 * file (vite.config.ts).
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

/** For documents that are already loaded. */
const LATE = { file: "src/probe/page-world-late.iife.js", world: "MAIN" } as const;

/** The bridge's globals in the isolated world of a document (bridge.iife.ts). */
interface BridgeWorld {
  crosscheckIsLate?: boolean;
  crosscheckBridge?: { meet(name: string): void };
}

/**
 * How long after its start the worker waits to decide which tabs are not watched, in milliseconds: the views
 * of the previous worker reconnect first, and a bridge that is stopped before discards its reports. 5 s were
 * too short for Firefox on a busy machine. An idle worker lives 30 s, so that it still removes a probe that
 * nobody watches.
 */
const SETTLE_AFTER = 20_000;

/**
 * How long to wait for a changed registration, in milliseconds. It applies immediately to new documents, but
 * Firefox resolves only when every process has confirmed, and a busy page in any tab may delay its process
 * indefinitely (seen in 153).
 */
const REGISTERS_WITHIN = 1_000;

/** How many messages per tab are kept until it is known whether the tab is watched. */
const MOST_EARLY = 50;

/** The dependencies of the probe control. */
export interface ProbeParts {
  readonly scripting: Scripting;
  /** @param late whether the page was loaded before the probe, and may have forged the report. */
  readonly onReport: (from: DocumentSource, report: ProbeReport, late: boolean) => void;
  /** Receives how many reports a document's bridge has dropped so far. */
  readonly onLost: (from: DocumentSource, dropped: number) => void;
  /** Called when the page of a frame could have overheard the probe, which is then not installed. */
  readonly onUnheard: (tabId: number) => void;
  readonly note?: Note;
}

/** Runs the page probe in the watched tabs, and receives its reports. */
export class ProbeControl {
  readonly #parts: ProbeParts;
  /** The tabs that have open panels. */
  readonly #wanted = new Set<number>();
  /** The wanted tabs in which the probe works: all, or none where the user disabled it. */
  readonly #watched = new Set<number>();
  #allowed = true;
  /** The connected bridges. */
  readonly #bridges = new Set<DocumentConnection>();
  /** Messages by tab that came before it was known whether the tab is watched. */
  readonly #early = new Map<number, (() => void)[]>();
  #settled = false;
  /** Registration is asynchronous, so changes run one after the other. */
  #registered: Promise<void> = Promise.resolve();

  constructor(parts: ProbeParts) {
    this.#parts = parts;
  }

  /** Must be called in the worker's first turn. */
  listen(door: DocumentDoor): void {
    door.onConnect(PROBE_PORT, (bridge) => this.#welcome(bridge));
    setTimeout(() => this.#settle(), SETTLE_AFTER);
  }

  /** Watches a tab for a view. Each view, also a reconnecting one, makes frames without a probe get one. */
  watch(tabId: number): void {
    this.#wanted.add(tabId);
    if (!this.#allowed) return;
    this.#watched.add(tabId);
    for (const take of this.#early.get(tabId) ?? []) take();
    this.#early.delete(tabId);
    this.#informBridges();
    // Documents created before the registration applies are loaded by then, so the scripts can run in them.
    void this.#register().then(async () => {
      if (!this.#watched.has(tabId)) return;
      // The browser's own pages and closed tabs cannot have a probe, and need none.
      await placeIn(this.#parts, tabId).catch(() => {});
    });
  }

  /** Stops watching a tab, after its last view closed. */
  unwatch(tabId: number): void {
    this.#wanted.delete(tabId);
    this.#leave(tabId);
  }

  /** Sets whether the user wants the probe. */
  allow(allowed: boolean): void {
    if (allowed === this.#allowed) return;
    this.#allowed = allowed;
    for (const tabId of this.#wanted) {
      if (allowed) this.watch(tabId);
      else this.#leave(tabId);
    }
  }

  /** Whether the probe reports on a frame. */
  worksIn(tabId: number, frameId: number): boolean {
    return this.#bridgesIn(tabId, frameId).length > 0;
  }

  /** Has the parent frame's bridge report the iframe whose document is requested. */
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
    for (const bridge of this.#bridges) if (bridge.from.tabId === tabId) this.#stop(bridge);
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
      // A document that unloads does not wait for the reply.
      else if (!this.#settled) {
        const early = this.#early.get(from.tabId) ?? [];
        if (early.length < MOST_EARLY) this.#early.set(from.tabId, [...early, take]);
      }
    });
    this.#informBridges();
  }

  /** Informs the bridges whether their tabs are watched, as far as that is known. */
  #informBridges(): void {
    for (const bridge of this.#bridges) {
      if (this.#watched.has(bridge.from.tabId)) send(bridge, "on");
      else if (this.#settled) this.#stop(bridge);
    }
  }

  #stop(bridge: DocumentConnection): void {
    this.#bridges.delete(bridge);
    send(bridge, "off");
  }

  #settle(): void {
    this.#settled = true;
    this.#early.clear();
    this.#informBridges();
    // Removes the registrations of the previous worker.
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
 * Installs the probe in a tab's current documents, and connects its two halves. The page's half returns no
 * name if the page could overhear it.
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

/** The unvalidated content of a bridge's message. */
function contentOf(message: unknown): readonly unknown[] {
  const reports = (message as Partial<FromBridge> | null)?.reports;
  return Array.isArray(reports) ? reports : [];
}

const countOf = (message: unknown): number => contentOf(message).length;

/** The well-formed reports in a bridge's message, up to the limit of a message. */
function reportsIn(message: unknown): ProbeReport[] {
  return contentOf(message)
    .slice(0, BURST)
    .flatMap((report) => parseReport(report) ?? []);
}

const isLate = (message: unknown) => (message as Partial<FromBridge> | null)?.late === true;

/** How many reports the bridge claims to have dropped: a number, whatever was sent. */
function droppedIn(message: unknown): number {
  const dropped = (message as Partial<FromBridge> | null)?.dropped;
  return Number.isFinite(dropped) ? Number(dropped) : 0;
}

function send(bridge: DocumentConnection, response: ToBridge): void {
  try {
    bridge.send(response);
  } catch {
    // The document was unloaded meanwhile; onDisconnect cleans up.
  }
}
