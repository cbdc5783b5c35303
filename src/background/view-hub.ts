import type { Change } from "../exchange/change.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { NO_TAB } from "../exchange/tab-log.ts";
import type { Note } from "../journal/trouble.ts";
import type { ViewConnection, ViewDoor } from "../platform/view-door.ts";
import {
  isToBackground,
  PROTOCOL_VERSION,
  type Settings,
  type ToBackground,
  type ToView,
  viewOfPort,
} from "../protocol/messages.ts";
import type { Recorder } from "./recorder.ts";
import { Settling } from "./settling.ts";

/** The methods of the probe that the hub needs. */
export interface Watcher {
  watch(tabId: number): void;
  unwatch(tabId: number): void;
  worksIn(tabId: number, frameId: number): boolean;
}

/** The members of the recorder that the hub needs. */
export type Recording = Pick<Recorder, "log" | "ready" | "settings" | "state">;

/** Ids of exchanges not yet sent to a tab's views. */
interface PendingChange {
  readonly changed: Set<string>;
  readonly removed: Set<string>;
}

/** The most exchanges in one message: Chromium refuses messages over 64 MiB. */
const MOST_AT_ONCE = 500;
/** The most characters of URLs and headers in one message: a view parses each without a break. */
const LARGEST_AT_ONCE = 300_000;

/** The shortest interval between messages to views, in milliseconds. */
const SEND_EVERY = 60;
/**
 * The extra wait for each changed exchange in the last batch, up to the longest wait, in milliseconds. An
 * exchange that grows with every event is then assembled and drawn once, and the page gets the CPU.
 */
const WAIT_FOR_EACH = 5;
const LONGEST_WAIT = 600;

/** Informs every open view about its tab: first a snapshot, then changes, in batches. */
export class ViewHub {
  readonly #recording: Recording;
  readonly #watcher: Watcher;
  readonly #onCommand: (tabId: number, command: ToBackground) => void;
  readonly #onViews: () => void;
  readonly #noteTrouble: Note;
  /** Open connections, including those without any message yet. */
  #open = 0;
  readonly #views = new Map<ViewConnection, number>();
  /** How many panels are open for each tab. */
  readonly #panels = new Map<number, number>();
  readonly #pending = new Map<number, PendingChange>();
  readonly #settling: Settling;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The earliest time for the next batch, in milliseconds since the epoch. */
  #notBefore = 0;

  /** @param onViews called when a view was opened or closed. */
  constructor(
    recording: Recording,
    watcher: Watcher,
    onCommand: (tabId: number, command: ToBackground) => void,
    onViews: () => void = () => {},
    note: Note = () => {},
  ) {
    this.#recording = recording;
    this.#watcher = watcher;
    this.#onCommand = onCommand;
    this.#onViews = onViews;
    this.#noteTrouble = note;
    this.#settling = new Settling((tabId, frameId) => watcher.worksIn(tabId, frameId));
  }

  /** Whether any view is open. */
  get isWatched(): boolean {
    return this.#open > 0;
  }

  /**
   * Must be called in the worker's first turn.
   *
   * @param isPrivate whether a tab is in a private window; rejects where unknown.
   */
  listen(door: ViewDoor, isPrivate: (tabId: number) => Promise<boolean>): void {
    door.onConnect((connection) => {
      const found = viewOfPort(connection.name);
      if (found === null) return;
      const { view, tabId } = found;
      let isGone = false;
      this.#open++;
      this.#onViews();
      if (view === "panel") this.#panelCame(tabId);
      isPrivate(tabId)
        .then((yes) => yes || send(connection, { type: "not-private" }))
        .catch(() => {});
      connection.onDisconnect(() => {
        isGone = true;
        this.#open--;
        this.#onViews();
        this.#views.delete(connection);
        if (![...this.#views.values()].includes(tabId)) this.#settling.forgetTab(tabId);
        if (view === "panel") this.#panelWent(tabId);
      });
      connection.onMessage((message) => {
        if (!isToBackground(message)) return;
        void this.#recording.ready
          .then(() => this.#onCommand(tabId, message))
          .catch((error) =>
            this.#noteTrouble("command-failed", { tabId, of: message.type, error }),
          );
      });
      void this.#recording.ready.then(() => {
        if (!isGone) this.#welcome(connection, tabId);
      });
    });
  }

  /** Watches the tab for a new panel, so that frames without a probe get one. */
  #panelCame(tabId: number): void {
    this.#panels.set(tabId, (this.#panels.get(tabId) ?? 0) + 1);
    this.#watcher.watch(tabId);
  }

  #panelWent(tabId: number): void {
    const left = (this.#panels.get(tabId) ?? 1) - 1;
    if (left > 0) this.#panels.set(tabId, left);
    else {
      this.#panels.delete(tabId);
      this.#watcher.unwatch(tabId);
    }
  }

  /** Sends changed exchanges to the views of their tabs, batched. */
  tell(changes: readonly Change[]): void {
    const shown = new Set(this.#views.values());
    for (const { tabId, changed, removed } of changes) {
      // Tabless exchanges may be shown in any tab.
      const concerned = tabId === NO_TAB ? shown : shown.has(tabId) ? [tabId] : [];
      for (const one of concerned) this.#note(one, changed, removed);
    }
    this.#schedule();
  }

  #note(tabId: number, changed: Iterable<string>, removed: Iterable<string>): void {
    const pending = this.#pending.get(tabId) ?? { changed: new Set(), removed: new Set() };
    this.#settling.forget(tabId, removed);
    for (const id of removed) {
      pending.changed.delete(id);
      pending.removed.add(id);
    }
    for (const id of changed) {
      pending.removed.delete(id);
      pending.changed.add(id);
    }
    this.#pending.set(tabId, pending);
  }

  /** Sends a tab's state to its views, after it or the settings changed. */
  tellState(tabId: number): void {
    this.#note(tabId, [], []);
    this.#schedule();
  }

  /** Sends the state of every viewed tab. */
  tellStates(): void {
    for (const tabId of new Set(this.#views.values())) this.tellState(tabId);
  }

  /** Sends pending changes immediately, without waiting for the probe, before a tab's page goes. */
  tellLast(tabId: number): void {
    const pending = this.#pending.get(tabId);
    this.#pending.delete(tabId);
    if (pending !== undefined) this.#tell(tabId, pending, (exchange) => exchange);
  }

  /** Sends the settings to all views. */
  tellSettings(settings: Settings): void {
    for (const connection of this.#views.keys()) send(connection, { type: "settings", settings });
  }

  #welcome(connection: ViewConnection, tabId: number): void {
    const exchanges = this.#recording.log
      .ids(tabId)
      .flatMap((id) => this.#assembled(tabId, id) ?? [])
      .sort((a, b) => a.startedAt - b.startedAt)
      .flatMap((exchange) => this.#settled(tabId, exchange) ?? []);
    const state = this.#recording.state(tabId);
    const { settings } = this.#recording;
    const parts = inParts(exchanges);
    for (const [index, some] of parts.entries()) {
      send(connection, {
        type: "snapshot",
        version: PROTOCOL_VERSION,
        ...(parts.length > 1 ? { part: [index, parts.length] } : {}),
        ...{ exchanges: some, state, settings },
      });
    }
    this.#views.set(connection, tabId);
    this.#schedule();
  }

  /** One exchange; null when it no longer exists. A failure affects only this exchange. */
  #assembled(tabId: number, id: string): Exchange | null {
    try {
      return this.#recording.log.exchange(tabId, id);
    } catch (error) {
      this.#noteTrouble("request-not-assembled", { tabId, error });
      return null;
    }
  }

  /** The exchange as it should be shown now, if at all; if that is not its final form, it is sent again later. */
  #settled(tabId: number, exchange: Exchange): Exchange | null {
    const shown = this.#settling.shown(tabId, exchange);
    if (shown !== exchange) this.#note(tabId, [exchange.id], []);
    return shown;
  }

  #schedule(): void {
    if (this.#pending.size === 0) return;
    this.#timer ??= setTimeout(
      () => this.#flush(),
      Math.min(LONGEST_WAIT, Math.max(SEND_EVERY, this.#notBefore - Date.now())),
    );
  }

  #flush(): void {
    this.#timer = null;
    const pending = [...this.#pending];
    this.#pending.clear();
    let sent = 0;
    for (const [tabId, change] of pending) {
      sent += this.#tell(tabId, change, (exchange) => this.#settled(tabId, exchange));
    }
    this.#notBefore = Date.now() + sent * WAIT_FOR_EACH;
    this.#schedule();
  }

  /** Sends a change to a tab's views; returns the number of exchanges sent. */
  #tell(
    tabId: number,
    { changed, removed }: PendingChange,
    shown: (exchange: Exchange) => Exchange | null,
  ): number {
    const exchanges: Exchange[] = [];
    for (const id of changed) {
      const exchange = this.#assembled(tabId, id);
      const now = exchange && shown(exchange);
      if (exchange === null) removed.add(id);
      else if (now !== null) exchanges.push(now);
    }
    const state = this.#recording.state(tabId);
    let gone = [...removed];
    for (const changed of inParts(exchanges)) {
      const delta: ToView = { type: "delta", changed, removed: gone, state };
      for (const [connection, of] of this.#views) if (of === tabId) send(connection, delta);
      gone = [];
    }
    return exchanges.length;
  }
}

/** At least one part. */
function inParts(exchanges: readonly Exchange[]): (readonly Exchange[])[] {
  let part: Exchange[] = [];
  let size = 0;
  const parts = [part];
  for (const exchange of exchanges) {
    const more = roughSize(exchange);
    if (part.length >= MOST_AT_ONCE || (part.length > 0 && size + more > LARGEST_AT_ONCE)) {
      part = [];
      size = 0;
      parts.push(part);
    }
    part.push(exchange);
    size += more;
  }
  return parts;
}

/** In characters; counts only what a server or a page can make arbitrarily large. */
function roughSize({ hops }: Exchange): number {
  let size = 0;
  for (const { url, requestHeaders, response } of hops) {
    size += url.length;
    for (const headers of [requestHeaders, response?.headers]) {
      for (const [name, value] of headers ?? []) size += name.length + value.length;
    }
  }
  return size;
}

function send(connection: ViewConnection, message: ToView): void {
  try {
    connection.send(message);
  } catch {
    // The view closed meanwhile; its onDisconnect cleans up.
  }
}
