import { once } from "node:events";
import type { Server } from "node:net";

/** A pipe on one port to the server that is being proven: it changes nothing, and counts requests. */
export abstract class Tap {
  readonly port: number;
  readonly #server: Server;
  #counts = { preflights: 0, requests: 0 };

  /** @param server the server to which browsers connect; it is already listening. */
  protected constructor(server: Server) {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("There is no port.");
    this.port = address.port;
    this.#server = server;
  }

  /** Switches to another server, and closes the connections to the previous one. */
  abstract lead(port: number): void;

  /** Closes all connections, so that the server can end. */
  protected abstract drop(): void;

  protected count(method: string | undefined): void {
    if (method === "OPTIONS") this.#counts.preflights++;
    else this.#counts.requests++;
  }

  /** The counts since the last call. */
  counts(): { readonly preflights: number; readonly requests: number } {
    const counts = this.#counts;
    this.#counts = { preflights: 0, requests: 0 };
    return counts;
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

/** The server, once it listens on its own port. */
export async function listening<S extends Server>(server: S): Promise<S> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
