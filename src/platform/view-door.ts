import type { ToView, WorkerReport } from "../protocol/messages.ts";
import { browser } from "./browser.ts";

/** One end of a view's connection: the members of `runtime.Port` that we need. */
export interface ViewConnection {
  readonly name: string;
  onMessage(listener: (message: unknown) => void): void;
  onDisconnect(listener: () => void): void;
  /** Throws where the view was closed. */
  send(message: ToView | WorkerReport): void;
}

/** Accepts connections of views. Only pages of the extension are accepted. */
export interface ViewDoor {
  /** Must be called in the worker's first turn. */
  onConnect(listener: (connection: ViewConnection) => void): void;
}

type Port = ReturnType<typeof browser.runtime.connect>;

/** The ports through which views connect. */
export const viewDoor: ViewDoor = {
  onConnect: (listener) => {
    browser.runtime.onConnect.addListener((port) => {
      if (!isOurPage(port)) return;
      listener({
        name: port.name,
        onMessage: (heard) => port.onMessage.addListener((message: unknown) => heard(message)),
        onDisconnect: (gone) => port.onDisconnect.addListener(() => gone()),
        send: (message) => port.postMessage(message),
      });
    });
  },
};

/**
 * Whether the connecting page belongs to the extension. Our scripts in pages can connect as well, and so can
 * a page that compromised its process, on their behalf.
 */
function isOurPage(port: Port): boolean {
  const url = port.sender?.url;
  return url === undefined || url.startsWith(browser.runtime.getURL(""));
}
