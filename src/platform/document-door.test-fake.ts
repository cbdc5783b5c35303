import type { DocumentConnection, DocumentDoor, DocumentSource } from "./document-door.ts";

/** A script in a document, in memory: the messages that it got, and ways to send and to disconnect. */
export class FakeDocument implements DocumentConnection {
  readonly from: DocumentSource;
  readonly sent: (string | number)[] = [];
  closed = false;
  #onMessage: (message: unknown) => void = () => {};
  #onDisconnect: () => void = () => {};

  constructor(from: Partial<DocumentSource>) {
    const url = "https://app.test/";
    this.from = {
      tabId: 1,
      frameId: 0,
      documentId: "D1",
      origin: "https://app.test",
      url,
      ...from,
    };
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }

  onDisconnect(listener: () => void): void {
    this.#onDisconnect = listener;
  }

  send(message: string | number): void {
    if (this.closed) throw new Error("Attempting to use a disconnected port object");
    this.sent.push(message);
  }

  say(message: unknown): void {
    this.#onMessage(message);
  }

  close(): void {
    this.closed = true;
    this.#onDisconnect();
  }
}

/** A door in memory, to which documents' scripts connect. */
export class FakeDocumentDoor implements DocumentDoor {
  #onConnect: (connection: DocumentConnection) => void = () => {};

  onConnect(_portName: string, listener: (connection: DocumentConnection) => void): void {
    this.#onConnect = listener;
  }

  open(from: Partial<DocumentSource> = {}): FakeDocument {
    const connection = new FakeDocument(from);
    this.#onConnect(connection);
    return connection;
  }
}
