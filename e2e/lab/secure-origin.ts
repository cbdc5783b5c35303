import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";

const file = (name: string) => readFileSync(new URL(`tls/${name}`, import.meta.url));

/** Makes Chromium trust the lab's certificate, which is self-signed. */
export const TRUST_THE_LAB =
  "--ignore-certificate-errors-spki-list=UVf1wUEQUjzTasV2h6ujNfPXaWlcVvmaRBMmSsCSIjQ=";

/** An https server with the lab's own certificate: a blank page, readable by every origin. */
export async function startSecureOrigin(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(
    { key: file("key.pem"), cert: file("certificate.pem") },
    (_request, response) => {
      response.writeHead(200, {
        "Content-Type": "text/html",
        "Access-Control-Allow-Origin": "*",
        Connection: "close",
      });
      response.end("<!doctype html><title>Secure</title>");
    },
  );
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    port: address.port,
    close: () => new Promise((done) => void server.close(() => done())),
  };
}

/** The lab's own certificate, for servers with both HTTP and TLS on the same port. */
export function labCertificate(): SecureContext {
  return createSecureContext({ key: file("key.pem"), cert: file("certificate.pem") });
}

/** The decrypted TLS stream of a socket whose first bytes have been read. */
export function unwrapTls(socket: Socket, first: Buffer, certificate: SecureContext): Socket {
  socket.pause();
  socket.unshift(first);
  const inner = new TLSSocket(socket, { isServer: true, secureContext: certificate });
  // A browser that disconnects during a response is not a server error.
  inner.on("error", () => inner.destroy());
  // Only the connection itself can be reset.
  inner.resetAndDestroy = () => {
    socket.resetAndDestroy();
    return inner;
  };
  return inner;
}
