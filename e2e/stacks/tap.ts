import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A pipe on one port to whichever server is proven: bytes pass as they are, and requests are counted. */
export class Tap {
  readonly port: number;
  #target = 0;
  #counts = { preflights: 0, requests: 0 };
  readonly #sockets = new Set<Socket>();
  readonly #close: () => Promise<void>;

  private constructor(port: number, close: () => Promise<void>) {
    this.port = port;
    this.#close = close;
  }

  static async open(): Promise<Tap> {
    const server = createServer((socket) => tap.#pipe(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("There is no port.");
    const tap: Tap = new Tap(address.port, () => new Promise((done) => server.close(() => done())));
    return tap;
  }

  /** Leads to another server; what is open to the last one is closed. */
  lead(port: number): void {
    this.#target = port;
    this.#drop();
  }

  /** What came since this was last called. */
  counts(): { readonly preflights: number; readonly requests: number } {
    const counts = this.#counts;
    this.#counts = { preflights: 0, requests: 0 };
    return counts;
  }

  async close(): Promise<void> {
    this.#drop();
    await this.#close();
  }

  #drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #pipe(browser: Socket): void {
    const server = connect(this.#target, "127.0.0.1");
    for (const [one, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    browser.on("data", (bytes) => {
      // Browsers write the head of a request in one piece; bodies hold no request line.
      for (const [, method] of bytes.toString("latin1").matchAll(REQUEST_LINE)) {
        if (method === "OPTIONS") this.#counts.preflights++;
        else this.#counts.requests++;
      }
    });
  }
}

const REQUEST_LINE = /^([A-Z]+) \S+ HTTP\/1\.1\r$/gm;
