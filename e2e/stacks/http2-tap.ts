import { once } from "node:events";
import {
  type ClientHttp2Session,
  connect,
  createSecureServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { certificate } from "./certificate.ts";

/** As `Tap`, for HTTP/2: bytes are encrypted there, so streams are passed on, with every header. */
export class Http2Tap {
  readonly port: number;
  #target: ClientHttp2Session | null = null;
  #counts = { preflights: 0, requests: 0 };
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #close: () => Promise<void>;

  private constructor(port: number, close: () => Promise<void>) {
    this.port = port;
    this.#close = close;
  }

  static async open(): Promise<Http2Tap> {
    const { cert, key } = certificate();
    const server = createSecureServer({ cert, key });
    server.on("session", (session) => {
      tap.#sessions.add(session);
      session.on("close", () => tap.#sessions.delete(session));
    });
    server.on("stream", (stream, headers) => tap.#pass(stream, headers));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("There is no port.");
    const tap: Http2Tap = new Http2Tap(
      address.port,
      () => new Promise((done) => server.close(() => done())),
    );
    return tap;
  }

  /** Leads to another server; what is open to the last one is closed. */
  lead(port: number): void {
    this.#drop();
    const options = { rejectUnauthorized: false, servername: "tap.app.test" };
    this.#target = connect(`https://127.0.0.1:${port}`, options);
    // Each stream says what became of it.
    this.#target.on("error", () => undefined);
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
    this.#target?.destroy();
    for (const session of this.#sessions) session.destroy();
  }

  #pass(browser: ServerHttp2Stream, headers: Parameters<ClientHttp2Session["request"]>[0]): void {
    if (headers?.[":method"] === "OPTIONS") this.#counts.preflights++;
    else this.#counts.requests++;
    browser.on("error", () => undefined);
    // Of some methods Node would think that they have no body.
    const server = this.#target?.request(headers, { endStream: false });
    if (server === undefined) {
      browser.close();
      return;
    }
    server.on("error", () => browser.close());
    server.on("response", (answered) => {
      if (!browser.destroyed) browser.respond(answered);
      server.pipe(browser);
    });
    browser.pipe(server);
  }
}
