import { once } from "node:events";
import type { Server } from "node:net";

/** A pipe on one port to whichever server is proven: what passes is left as it is, and requests are counted. */
export abstract class Tap {
  readonly port: number;
  readonly #server: Server;
  #counts = { preflights: 0, requests: 0 };

  /** @param server what browsers connect to; it listens already. */
  protected constructor(server: Server) {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("There is no port.");
    this.port = address.port;
    this.#server = server;
  }

  /** Leads to another server; what is open to the last one is closed. */
  abstract lead(port: number): void;

  /** Closes what is open, so that the server can end. */
  protected abstract drop(): void;

  protected count(method: string | undefined): void {
    if (method === "OPTIONS") this.#counts.preflights++;
    else this.#counts.requests++;
  }

  /** What came since this was last called. */
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
