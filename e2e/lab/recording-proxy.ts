import { once } from "node:events";
import { createServer, request as forward } from "node:http";
import { connect } from "node:net";

/** A proxy for all of a browser's traffic, including loopback. */
export interface RecordingProxy {
  readonly port: number;
  /** The browser's requests, in order: "GET http://…", "CONNECT host:port". */
  readonly sent: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts it. Loopback requests are forwarded; all others get a 502, as the tests have no network.
 * @param elsewhere an HTML page in place of the 502.
 */
export async function startRecordingProxy(elsewhere?: string): Promise<RecordingProxy> {
  const sent: string[] = [];
  const server = createServer((request, response) => {
    sent.push(`${request.method} ${request.url}`);
    const fail = () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    };
    const url = URL.parse(request.url ?? "");
    if (url !== null && !isLoopback(url.hostname) && elsewhere !== undefined) {
      response.writeHead(200, { "Content-Type": "text/html" }).end(elsewhere);
      return;
    }
    if (url === null || !isLoopback(url.hostname)) return fail();
    const { method, headers } = request;
    const onward = forward(
      { host: "127.0.0.1", port: url.port, path: url.pathname + url.search, method, headers },
      (got) => {
        response.writeHead(got.statusCode ?? 502, got.rawHeaders);
        got.on("error", fail).pipe(response);
      },
    );
    onward.on("error", fail);
    request.pipe(onward);
  });
  server.on("connect", (request, socket) => {
    sent.push(`CONNECT ${request.url}`);
    const url = URL.parse(`http://${request.url}`);
    socket.on("error", () => socket.destroy());
    if (url === null || !isLoopback(url.hostname))
      return void socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    const onward = connect(Number(url.port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return {
    port: address.port,
    sent,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => void server.close(() => done()));
    },
  };
}

function isLoopback(host: string): boolean {
  return host === "127.0.0.1" || host === "localhost" || host.endsWith(".localhost");
}
