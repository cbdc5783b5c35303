import type { Exchange } from "../exchange/exchange.ts";
import type { ToBackground, ToView, WorkerReport } from "../protocol/messages.ts";
import type { ViewConnection, ViewDoor } from "./view-door.ts";

/** A view in memory: the messages that it got, and ways to send and to disconnect. */
export class FakeView implements ViewConnection {
  readonly name: string;
  readonly sent: ToView[] = [];
  /** The worker's reports about itself. */
  readonly reports: WorkerReport[] = [];
  closed = false;
  #onMessage: (message: unknown) => void = () => {};
  #onDisconnect: () => void = () => {};

  constructor(name: string) {
    this.name = name;
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }

  onDisconnect(listener: () => void): void {
    this.#onDisconnect = listener;
  }

  send(message: ToView | WorkerReport): void {
    if (this.closed) throw new Error("Attempting to use a disconnected port object");
    if ("troubles" in message) this.reports.push(message);
    else this.sent.push(message);
  }

  /** Sends any value, as a view of another version may. */
  say(message: unknown): void {
    this.#onMessage(message);
  }

  command(command: ToBackground): void {
    this.say(command);
  }

  close(): void {
    this.closed = true;
    this.#onDisconnect();
  }

  /** The exchanges that the view shows after all its messages. */
  get exchanges(): Exchange[] {
    const shown = new Map<string, Exchange>();
    for (const message of this.sent) {
      if (message.type === "snapshot") for (const it of message.exchanges) shown.set(it.id, it);
      if (message.type !== "delta") continue;
      for (const id of message.removed) shown.delete(id);
      for (const it of message.changed) shown.set(it.id, it);
    }
    return [...shown.values()];
  }

  /** The ids of the shown exchanges. */
  get shown(): string[] {
    return this.exchanges.map(({ id }) => id).sort();
  }

  /** The tab's state in the last message. */
  get state(): Extract<ToView, { type: "snapshot" }>["state"] | undefined {
    const reported = this.sent.filter((one) => one.type === "snapshot" || one.type === "delta");
    return reported.at(-1)?.state;
  }
}

/** A door in memory, to which views connect by port name. */
export class FakeViewDoor implements ViewDoor {
  readonly #listeners: ((connection: ViewConnection) => void)[] = [];

  onConnect(listener: (connection: ViewConnection) => void): void {
    this.#listeners.push(listener);
  }

  open(name: string): FakeView {
    const view = new FakeView(name);
    for (const listener of this.#listeners) listener(view);
    return view;
  }
}
