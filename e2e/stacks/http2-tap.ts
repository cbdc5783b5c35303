import {
  type ClientHttp2Session,
  connect,
  createSecureServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { certificate } from "./certificate.ts";
import { listening, Tap } from "./tap.ts";

/** For HTTP/2, where bytes are encrypted: passes streams on, with every header. */
export class Http2Tap extends Tap {
  #target: ClientHttp2Session | null = null;
  readonly #sessions = new Set<ServerHttp2Session>();

  static async open(): Promise<Http2Tap> {
    const { cert, key } = certificate();
    const server = await listening(createSecureServer({ cert, key }));
    const tap = new Http2Tap(server);
    server.on("session", (session) => {
      tap.#sessions.add(session);
      session.on("close", () => tap.#sessions.delete(session));
    });
    server.on("stream", (stream, headers) => tap.#pass(stream, headers));
    return tap;
  }

  lead(port: number): void {
    this.drop();
    const options = { rejectUnauthorized: false, servername: "tap.app.test" };
    this.#target = connect(`https://127.0.0.1:${port}`, options);
    // Each stream reports its own errors.
    this.#target.on("error", () => undefined);
  }

  protected drop(): void {
    this.#target?.destroy();
    for (const session of this.#sessions) session.destroy();
  }

  #pass(browser: ServerHttp2Stream, headers: Parameters<ClientHttp2Session["request"]>[0]): void {
    this.count(headers?.[":method"]?.toString());
    browser.on("error", () => undefined);
    // For some methods Node would otherwise send no body.
    const server = this.#target?.request(headers, { endStream: false });
    if (server === undefined) {
      browser.close();
      return;
    }
    server.on("error", () => browser.close());
    server.on("response", (response) => {
      if (!browser.destroyed) browser.respond(response);
      server.pipe(browser);
    });
    browser.pipe(server);
  }
}
