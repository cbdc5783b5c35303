import type { ToView, WorkerReport } from "../protocol/messages.ts";
import { browser } from "./browser.ts";

/** One end of the connection of a view: what we need of `runtime.Port`. */
export interface ViewConnection {
  readonly name: string;
  onMessage(listener: (message: unknown) => void): void;
  onDisconnect(listener: () => void): void;
  /** Throws where the view has closed meanwhile. */
  send(message: ToView | WorkerReport): void;
}

/** Where views connect. Only pages of the extension are reported. */
export interface ViewDoor {
  /** To be called in the first turn of the worker. */
  onConnect(listener: (connection: ViewConnection) => void): void;
}

type Port = ReturnType<typeof browser.runtime.connect>;

/** The ports by which views connect. */
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
 * Whether a page of the extension connects. Our scripts in pages may connect as well, and where a
 * page has taken its process over, in their name.
 */
function isOurPage(port: Port): boolean {
  const url = port.sender?.url;
  return url === undefined || url.startsWith(browser.runtime.getURL(""));
}
