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

/** What the hub needs of the probe. */
export interface Watcher {
  watch(tabId: number): void;
  unwatch(tabId: number): void;
  worksIn(tabId: number, frameId: number): boolean;
}

/** What the hub needs of the recorder. */
export type Recording = Pick<Recorder, "log" | "ready" | "settings" | "state">;

/** What has not been sent to the views of a tab, by id. */
interface PendingChange {
  readonly changed: Set<string>;
  readonly removed: Set<string>;
}

/** As many exchanges are in one message: Chromium sends none of more than 64 MiB. */
const MOST_AT_ONCE = 500;
/** So many characters of URLs and headers are in one message: a view reads each without a break. */
const LARGEST_AT_ONCE = 300_000;

/** Changes are sent to views this often at most, in milliseconds. */
const SEND_EVERY = 60;
/**
 * After many changes the next ones wait so much longer for each of them, in milliseconds, and this long
 * at most: what grows with every event is then made out and drawn once, and the page has the cores.
 */
const WAIT_FOR_EACH = 5;
const LONGEST_WAIT = 600;

/** Tells every open view of its tab: first everything, then what changes, several changes at once. */
export class ViewHub {
  readonly #recording: Recording;
  readonly #watcher: Watcher;
  readonly #onCommand: (tabId: number, command: ToBackground) => void;
  readonly #onViews: () => void;
  readonly #noteTrouble: Note;
  /** Connections that are open, also those that have been sent nothing yet. */
  #open = 0;
  readonly #views = new Map<ViewConnection, number>();
  /** How many panels are open on each tab. */
  readonly #panels = new Map<number, number>();
  readonly #pending = new Map<number, PendingChange>();
  readonly #settling: Settling;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Nothing is sent before, in milliseconds since the epoch. */
  #notBefore = 0;

  /** @param onViews hears that a view has come or gone. */
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
   * To be called in the first turn of the worker.
   *
   * @param isPrivate whether a tab is in a private window; rejects where that is not known.
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

  /** Every panel that comes has frames looked at again that had no probe. */
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

  tell(changes: readonly Change[]): void {
    const shown = new Set(this.#views.values());
    for (const { tabId, changed, removed } of changes) {
      // What belongs to no tab may be shown in any.
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

  /** The state or the settings changed: every view hears of it. */
  tellState(tabId: number): void {
    this.#note(tabId, [], []);
    this.#schedule();
  }

  /** The same of every tab that is looked at. */
  tellStates(): void {
    for (const tabId of new Set(this.#views.values())) this.tellState(tabId);
  }

  /** The page of a tab is about to go: its views get what was waited with, as nothing more will come of it. */
  tellLast(tabId: number): void {
    const pending = this.#pending.get(tabId);
    this.#pending.delete(tabId);
    if (pending !== undefined) this.#tell(tabId, pending, (exchange) => exchange);
  }

  tellSettings(settings: Settings): void {
    for (const connection of this.#views.keys()) send(connection, { type: "settings", settings });
  }

  #welcome(connection: ViewConnection, tabId: number): void {
    const exchanges = this.#recording.log
      .ids(tabId)
      .flatMap((id) => this.#assembled(tabId, id) ?? [])
      .sort((a, b) => a.startedAt - b.startedAt)
      .map((exchange) => this.#settled(tabId, exchange));
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

  /** One exchange; null when it is gone. One that cannot be made out costs itself alone. */
  #assembled(tabId: number, id: string): Exchange | null {
    try {
      return this.#recording.log.exchange(tabId, id);
    } catch (error) {
      this.#noteTrouble("request-not-assembled", { tabId, error });
      return null;
    }
  }

  /** The exchange as it is to be shown now; when that is not as it is, it will be sent again. */
  #settled(tabId: number, exchange: Exchange): Exchange {
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

  /** Tells the views of a tab what changed; returns how many exchanges that were. */
  #tell(
    tabId: number,
    { changed, removed }: PendingChange,
    shown: (exchange: Exchange) => Exchange,
  ): number {
    const exchanges: Exchange[] = [];
    for (const id of changed) {
      const exchange = this.#assembled(tabId, id);
      if (exchange === null) removed.add(id);
      else exchanges.push(shown(exchange));
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

/** One part at least. */
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

/** In characters; of what a server or a page can make as large as it likes. */
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
    // The view closed meanwhile; its onDisconnect tidies up.
  }
}
