import { connect, createServer, type Socket } from "node:net";
import { listening, Tap } from "./tap.ts";

/** For HTTP/1.1 without encryption: passes bytes on. */
export class Http1Tap extends Tap {
  #target = 0;
  readonly #sockets = new Set<Socket>();

  static async open(): Promise<Http1Tap> {
    const server = await listening(createServer((socket) => tap.#pipe(socket)));
    const tap: Http1Tap = new Http1Tap(server);
    return tap;
  }

  lead(port: number): void {
    this.#target = port;
    this.drop();
  }

  protected drop(): void {
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
      // Browsers write the head of a request in one piece, and no body of the matrix has a request line.
      for (const [, method] of bytes.toString("latin1").matchAll(REQUEST_LINE)) this.count(method);
    });
  }
}

const REQUEST_LINE = /^([A-Z]+) \S+ HTTP\/1\.1\r$/gm;
