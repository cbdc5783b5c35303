import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** A TCP server on the loopback addresses, on one port that the system chose. */
export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

const ATTEMPTS = 10;

/**
 * Listens on 127.0.0.1 and, if IPv6 is available, on ::1 at the same port. Browsers resolve "localhost" and
 * "*.localhost" to both, and another server at [::1] must not respond in our place.
 */
export async function listenOnLoopback(serve: (socket: Socket) => void): Promise<LoopbackServer> {
  for (let attempt = 1; ; attempt++) {
    const sockets = new Set<Socket>();
    const accept = (socket: Socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // A browser that disconnects during a response is not a server error.
      socket.on("error", () => socket.destroy());
      serve(socket);
    };
    const v4 = await listen(createServer({ allowHalfOpen: true }, accept), "127.0.0.1", 0);
    const port = portOf(v4);
    try {
      const v6 = await listenIfThereIsIpv6(createServer({ allowHalfOpen: true }, accept), port);
      return { port, close: () => closeAll(v6 ? [v4, v6] : [v4], sockets) };
    } catch (error) {
      await closeAll([v4], sockets);
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function listen(server: Server, host: string, port: number): Promise<Server> {
  server.listen({ host, port });
  await once(server, "listening");
  return server;
}

async function listenIfThereIsIpv6(server: Server, port: number): Promise<Server | null> {
  try {
    return await listen(server, "::1", port);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") throw error;
    return null;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function closeAll(servers: readonly Server[], sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
}
