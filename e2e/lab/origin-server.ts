import { createServer, type RequestListener } from "node:http";
import type { Socket } from "node:net";
import { type Answer, giveAnswer } from "./answer.ts";
import { listenOnLoopback } from "./loopback.ts";
import { endOfHead, parseHead, type RequestHead } from "./request-head.ts";

/** One origin of the lab. Every host name that leads to loopback reaches it. */
export interface OriginServer {
  /** Under its usual host name: "http://api-a.localhost:34567". */
  readonly origin: string;
  readonly port: number;
  /** The same server under another name: at("127.0.0.1"), at("localhost"), at("[::1]"). */
  at(hostname: string): string;
  close(): Promise<void>;
}

/** Answers a request literally, or leaves it to the origin's HTTP server by returning null. */
export type LiteralAnswers = (head: RequestHead) => Answer | null;

/**
 * Starts an origin. Each connection serves one request: its head is read off the socket, so that
 * literal answers can be written byte for byte; the others are handed on to Node's HTTP server as
 * if nothing had been read.
 */
export async function startOrigin(
  hostname: string,
  listener: RequestListener,
  literalAnswers: LiteralAnswers,
): Promise<OriginServer> {
  const http = createServer((request, response) => {
    response.shouldKeepAlive = false;
    listener(request, response);
  });
  const server = await listenOnLoopback((socket) => {
    readHead(socket, (read, end) => {
      const head = parseHead(read.subarray(0, end));
      const answer = literalAnswers(head);
      if (answer !== null) {
        socket.resume();
        void giveAnswer(socket, answer, head.method);
        return;
      }
      socket.unshift(read);
      http.emit("connection", socket);
      socket.resume();
    });
  });
  const at = (name: string) => `http://${name}:${server.port}`;
  return { origin: at(hostname), port: server.port, at, close: server.close };
}

/** The first byte of a TLS connection: what servers that speak plain HTTP answer with an error. */
const TLS_HANDSHAKE = 0x16;

function readHead(socket: Socket, then: (read: Buffer, end: number) => void): void {
  let read = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    if (read[0] === TLS_HANDSHAKE) return void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    const end = endOfHead(read);
    if (end === -1) return;
    socket.off("data", take);
    socket.pause();
    then(read, end);
  };
  socket.on("data", take);
  // A connection that the browser opened ahead of need and then gave up.
  socket.on("end", () => {
    if (endOfHead(read) === -1) socket.end();
  });
}
