import { browser } from "./browser.ts";

/** The document that runs one of our scripts. The browser vouches for every member. */
export interface DocumentSource {
  readonly tabId: number;
  readonly frameId: number;
  /** null in Gecko. */
  readonly documentId: string | null;
  readonly origin: string | null;
  readonly url: string | null;
}

/** One end of a document script's connection: the members of `runtime.Port` that we need. */
export interface DocumentConnection {
  readonly from: DocumentSource;
  onMessage(listener: (message: unknown) => void): void;
  onDisconnect(listener: () => void): void;
  /** Throws where the document no longer exists. */
  send(message: string | number): void;
}

/** Accepts connections of our scripts in documents. */
export interface DocumentDoor {
  /** Must be called in the worker's first turn. */
  onConnect(portName: string, listener: (connection: DocumentConnection) => void): void;
}

type Port = ReturnType<typeof browser.runtime.connect>;

/** The ports through which scripts in tabs' documents connect. */
export const documentDoor: DocumentDoor = {
  onConnect: (portName, listener) => {
    browser.runtime.onConnect.addListener((port) => {
      const from = port.name === portName ? sourceOf(port) : null;
      if (from === null) return;
      listener({
        from,
        onMessage: (heard) => port.onMessage.addListener((message: unknown) => heard(message)),
        onDisconnect: (gone) => port.onDisconnect.addListener(() => gone()),
        send: (message) => port.postMessage(message),
      });
    });
  },
};

function sourceOf(port: Port): DocumentSource | null {
  const sender = port.sender as (typeof port.sender & { origin?: string }) | undefined;
  const tabId = sender?.tab?.id;
  if (sender === undefined || tabId === undefined) return null;
  return {
    tabId,
    frameId: sender.frameId ?? -1,
    documentId: sender.documentId ?? null,
    origin: sender.origin ?? null,
    url: sender.url ?? null,
  };
}
