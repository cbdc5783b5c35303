import { portName, type ToBackground, type ToView, type ViewKind } from "../protocol/messages.ts";
import { browser } from "./browser.ts";

/** The waits grow only if the worker is broken. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;

export interface ViewPort {
  /** Dropped while the port is disconnected; the user can click again. */
  send(command: ToBackground): void;
  close(): void;
}

export interface ViewPortHandlers {
  readonly onMessage: (message: ToView) => void;
  /** Called when the port dropped; it reconnects, and a snapshot follows. */
  readonly onLost: () => void;
}

/** Follows one tab as long as the view is open, across restarts of the background worker. */
export function openViewPort(
  view: ViewKind,
  tabId: number,
  { onMessage, onLost }: ViewPortHandlers,
): ViewPort {
  let port: ReturnType<typeof browser.runtime.connect> | null = null;
  let wait = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function connect(): void {
    try {
      const fresh = browser.runtime.connect({ name: portName(view, tabId) });
      port = fresh;
      fresh.onMessage.addListener((message) => {
        wait = 0;
        onMessage(message as ToView);
      });
      fresh.onDisconnect.addListener(() => {
        if (port === fresh) reconnect();
      });
    } catch {
      // The extension was updated or removed, so that `runtime` is gone.
      reconnect();
    }
  }

  function reconnect(): void {
    port = null;
    if (closed) return;
    onLost();
    // A hidden panel's timers fire a second late, and the worker does not wait long for its views.
    const waited = wait;
    wait = Math.min(Math.max(wait * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
    if (waited === 0) connect();
    else timer = setTimeout(connect, waited);
  }

  connect();
  return {
    send: (command) => port?.postMessage(command),
    close: () => {
      closed = true;
      clearTimeout(timer);
      port?.disconnect();
    },
  };
}
