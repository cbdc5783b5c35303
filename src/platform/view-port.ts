import { portName, type ToBackground, type ToView, type ViewKind } from "../protocol/messages.ts";
import { browser } from "./browser.ts";

/** The worker is back within a moment of a connect; only a broken one makes the waits grow. */
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
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function connect(): void {
    try {
      const fresh = browser.runtime.connect({ name: portName(view, tabId) });
      port = fresh;
      fresh.onMessage.addListener((message) => {
        wait = FIRST_WAIT_MS;
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
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
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
