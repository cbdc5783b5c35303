import type { Change } from "../exchange/change.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { NO_TAB } from "../exchange/tab-log.ts";
import { browser } from "../platform/browser.ts";
import {
  isToBackground,
  PROTOCOL_VERSION,
  type Settings,
  type ToBackground,
  type ToView,
  viewOfPort,
} from "../protocol/messages.ts";
import type { ProbeControl } from "./probe-control.ts";
import type { Recorder } from "./recorder.ts";
import { Settling } from "./settling.ts";

type Port = ReturnType<typeof browser.runtime.connect>;

/** Changes are sent to views this often at most, in milliseconds. */
const SEND_EVERY = 60;

/** Tells every open view of its tab: first everything, then what changes, several changes at once. */
export class ViewHub {
  readonly #recorder: Recorder;
  readonly #probe: ProbeControl;
  readonly #onCommand: (tabId: number, command: ToBackground) => void;
  readonly #ports = new Map<Port, number>();
  /** How many panels are open on each tab. */
  readonly #panels = new Map<number, number>();
  readonly #pending = new Map<number, { changed: Set<string>; removed: Set<string> }>();
  readonly #settling: Settling;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    recorder: Recorder,
    probe: ProbeControl,
    onCommand: (tabId: number, command: ToBackground) => void,
  ) {
    this.#recorder = recorder;
    this.#probe = probe;
    this.#onCommand = onCommand;
    this.#settling = new Settling((tabId, frameId) => probe.worksIn(tabId, frameId));
  }

  /** To be called in the first turn of the worker. */
  listen(): void {
    browser.runtime.onConnect.addListener((port) => {
      const found = viewOfPort(port.name);
      if (found === null || !isOurPage(port)) return;
      const { view, tabId } = found;
      let isGone = false;
      if (view === "panel") this.#panelCame(tabId);
      port.onDisconnect.addListener(() => {
        isGone = true;
        this.#ports.delete(port);
        if (![...this.#ports.values()].includes(tabId)) this.#settling.forgetTab(tabId);
        if (view === "panel") this.#panelWent(tabId);
      });
      port.onMessage.addListener((message: unknown) => {
        if (isToBackground(message))
          void this.#recorder.ready.then(() => this.#onCommand(tabId, message));
      });
      void this.#recorder.ready.then(() => {
        if (!isGone) this.#welcome(port, tabId);
      });
    });
  }

  /** Every panel that comes has frames looked at again that had no probe. */
  #panelCame(tabId: number): void {
    this.#panels.set(tabId, (this.#panels.get(tabId) ?? 0) + 1);
    this.#probe.watch(tabId);
  }

  #panelWent(tabId: number): void {
    const left = (this.#panels.get(tabId) ?? 1) - 1;
    if (left > 0) this.#panels.set(tabId, left);
    else {
      this.#panels.delete(tabId);
      this.#probe.unwatch(tabId);
    }
  }

  tell(changes: readonly Change[]): void {
    const shown = new Set(this.#ports.values());
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
    if (!this.#pending.has(tabId)) {
      this.#pending.set(tabId, { changed: new Set(), removed: new Set() });
    }
    this.#schedule();
  }

  /** The same of every tab that is looked at. */
  tellStates(): void {
    for (const tabId of new Set(this.#ports.values())) this.tellState(tabId);
  }

  tellSettings(settings: Settings): void {
    for (const port of this.#ports.keys()) send(port, { type: "settings", settings });
  }

  #welcome(port: Port, tabId: number): void {
    send(port, {
      type: "snapshot",
      version: PROTOCOL_VERSION,
      exchanges: this.#recorder.log
        .exchanges(tabId)
        .map((exchange) => this.#settled(tabId, exchange)),
      state: this.#recorder.state(tabId),
      settings: this.#recorder.settings,
    });
    this.#ports.set(port, tabId);
    this.#schedule();
  }

  /** The exchange as it is to be shown now; when that is not as it is, it will be told again. */
  #settled(tabId: number, exchange: Exchange): Exchange {
    const shown = this.#settling.shown(tabId, exchange);
    if (shown !== exchange) this.#note(tabId, [exchange.id], []);
    return shown;
  }

  #schedule(): void {
    if (this.#pending.size === 0) return;
    this.#timer ??= setTimeout(() => this.#flush(), SEND_EVERY);
  }

  #flush(): void {
    this.#timer = null;
    const pending = [...this.#pending];
    this.#pending.clear();
    for (const [tabId, { changed, removed }] of pending) {
      const exchanges: Exchange[] = [];
      for (const id of changed) {
        const exchange = this.#recorder.log.exchange(tabId, id);
        if (exchange === null) removed.add(id);
        else exchanges.push(this.#settled(tabId, exchange));
      }
      const delta: ToView = {
        type: "delta",
        changed: exchanges,
        removed: [...removed],
        state: this.#recorder.state(tabId),
      };
      for (const [port, of] of this.#ports) if (of === tabId) send(port, delta);
    }
    this.#schedule();
  }
}

/**
 * Whether a page of the extension connects. Our scripts in pages may connect as well, and where a
 * page has taken its process over, in their name.
 */
function isOurPage(port: Port): boolean {
  const url = port.sender?.url;
  return url === undefined || url.startsWith(browser.runtime.getURL(""));
}

function send(port: Port, message: ToView): void {
  try {
    port.postMessage(message);
  } catch {
    // The view closed meanwhile; its onDisconnect tidies up.
  }
}
