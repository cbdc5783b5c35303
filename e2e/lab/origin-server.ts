import { createServer, type RequestListener } from "node:http";
import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { type LabResponse, sendResponse } from "./lab-response.ts";
import { listenOnLoopback } from "./loopback.ts";
import { endOfHead, parseHead, type RequestHead } from "./request-head.ts";
import { unwrapTls } from "./secure-origin.ts";

/** One origin of the lab. Every host name that resolves to loopback reaches it. */
export interface OriginServer {
  /** Under its usual host name: "http://api-a.localhost:34567". */
  readonly origin: string;
  readonly port: number;
  /** The same server under another name: at("127.0.0.1"), at("localhost"), at("[::1]"). */
  at(hostname: string): string;
  /** The same over TLS, on the same port, if the server was started with a certificate. */
  secureAt(hostname: string): string;
  close(): Promise<void>;
}

/** Responds to a request literally, or returns null for the origin's HTTP server to respond. */
export type LiteralResponses = (head: RequestHead) => LabResponse | null;

/**
 * Starts an origin. Each connection serves one request. Its head is read from the socket, so that literal
 * responses can be written byte for byte; other requests go to Node's HTTP server as if nothing had been
 * read.
 */
export async function startOrigin(
  hostname: string,
  listener: RequestListener,
  literalResponses: LiteralResponses,
  certificate: SecureContext | null = null,
): Promise<OriginServer> {
  const http = createServer((request, response) => {
    response.shouldKeepAlive = false;
    listener(request, response);
  });
  const serve = (socket: Socket, secured: SecureContext | null) => {
    const encrypted = (first: Buffer) => {
      if (secured === null) return void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
      serve(unwrapTls(socket, first, secured), null);
    };
    readHead(socket, encrypted, (read, end) => {
      const head = parseHead(read.subarray(0, end));
      const literal = literalResponses(head);
      if (literal !== null) {
        socket.resume();
        void sendResponse(socket, literal, head.method);
        return;
      }
      socket.unshift(read);
      http.emit("connection", socket);
      socket.resume();
    });
  };
  const server = await listenOnLoopback((socket) => serve(socket, certificate));
  const at = (name: string) => `http://${name}:${server.port}`;
  const secureAt = (name: string) => `https://${name}:${server.port}`;
  return { origin: at(hostname), port: server.port, at, secureAt, close: server.close };
}

/** The first byte of a TLS connection: servers with plain HTTP send an error. */
const TLS_HANDSHAKE = 0x16;

function readHead(
  socket: Socket,
  encrypted: (first: Buffer) => void,
  then: (read: Buffer, end: number) => void,
): void {
  let read = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    if (read[0] === TLS_HANDSHAKE) {
      socket.off("data", take);
      socket.off("end", leave);
      return encrypted(read);
    }
    const end = endOfHead(read);
    if (end === -1) return;
    socket.off("data", take);
    socket.pause();
    then(read, end);
  };
  // A connection that the browser opened ahead of need and then closed.
  const leave = () => {
    if (endOfHead(read) === -1) socket.end();
  };
  socket.on("data", take);
  socket.on("end", leave);
}
