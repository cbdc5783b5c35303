import WebSocket from "ws";

type Params = Readonly<Record<string, unknown>>;
/** An event from the browser. */
export interface BidiEvent {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

interface CommandResponse {
  readonly id?: number;
  readonly type: "success" | "error" | "event";
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/** The timeout of a command: longer than a batch of calls on a busy machine. */
const COMMAND_MS = 90_000;

/**
 * A WebDriver BiDi session: commands, their results, and events.
 * https://w3c.github.io/webdriver-bidi/
 */
export class Bidi {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >();
  readonly #listeners = new Set<(event: BidiEvent) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#hear(String(data)));
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("Firefox hung up."));
      this.#waiting.clear();
    });
  }

  /**
   * Connects to a listening browser, and begins a session.
   * @param capabilities the required capabilities, such as `acceptInsecureCerts`.
   */
  static async connect(url: string, capabilities: Params = {}): Promise<Bidi> {
    const socket = new WebSocket(`${url}/session`, { perMessageDeflate: false });
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    const bidi = new Bidi(socket);
    await bidi.send("session.new", { capabilities: { alwaysMatch: capabilities } });
    return bidi;
  }

  /** Runs a command. Rejects with the browser's error, or with the command itself if there is no response. */
  send<T = unknown>(method: string, params: Params = {}): Promise<T> {
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        const what = JSON.stringify(params).slice(0, 400);
        reject(new Error(`No response within ${COMMAND_MS / 1000} s to ${method} ${what}`));
      }, COMMAND_MS).unref();
      this.#waiting.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result as T);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Calls back for every subscribed event. Returns a function that stops it. */
  onEvent(listener: (event: BidiEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#socket.close();
  }

  #hear(text: string): void {
    const message = JSON.parse(text) as CommandResponse & BidiEvent;
    if (message.type === "event") {
      for (const listener of [...this.#listeners]) listener(message);
      return;
    }
    const waiting = this.#waiting.get(message.id ?? -1);
    if (waiting === undefined) return;
    this.#waiting.delete(message.id ?? -1);
    if (message.type === "success") waiting.resolve(message.result);
    else waiting.reject(new Error(`${message.error}: ${message.message}`));
  }
}
