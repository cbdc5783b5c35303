import { browser } from "./browser.ts";

/** The document that a script of ours runs in. The browser vouches for all of it. */
export interface DocumentSource {
  readonly tabId: number;
  readonly frameId: number;
  /** Null in Gecko. */
  readonly documentId: string | null;
  readonly origin: string | null;
  readonly url: string | null;
}

/** One end of the connection of a script in a document: what we need of `runtime.Port`. */
export interface DocumentConnection {
  readonly from: DocumentSource;
  onMessage(listener: (message: unknown) => void): void;
  onDisconnect(listener: () => void): void;
  /** Throws where the document has gone meanwhile. */
  send(message: string | number): void;
}

/** Where the scripts of ours that run in documents connect. */
export interface DocumentDoor {
  /** To be called in the first turn of the worker. */
  onConnect(portName: string, listener: (connection: DocumentConnection) => void): void;
}

type Port = ReturnType<typeof browser.runtime.connect>;

/** The ports by which scripts in the documents of tabs connect. */
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
