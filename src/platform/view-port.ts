import { portName, type ToBackground, type ToView, type ViewKind } from "../protocol/messages.ts";
import { browser } from "./browser.ts";

/** Only a worker that is broken makes the waits grow. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;

export interface ViewPort {
  /** Lost when the port is down: what the reader clicks then, they can click again. */
  send(command: ToBackground): void;
  close(): void;
}

export interface ViewPortHandlers {
  readonly onMessage: (message: ToView) => void;
  /** The port dropped; it is being connected again and a snapshot will follow. */
  readonly onLost: () => void;
}

/** Follows one tab for as long as the view lives, through every death of the background worker. */
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
      // The extension was updated or removed under us: runtime is gone.
      reconnect();
    }
  }

  function reconnect(): void {
    port = null;
    if (closed) return;
    onLost();
    // A hidden panel's timers come a second late, and the worker does not wait long for its views.
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
