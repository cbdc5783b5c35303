import { createServer, type Server } from "node:http";
import { freePort, type Upstreams } from "./running-server.ts";

const LIMIT = 1_024;

/**
 * The matrix's application without CORS, the same with its own `Access-Control-Allow-Origin`, and a port
 * without an application.
 */
export async function startUpstreams(): Promise<Upstreams & { close(): Promise<void> }> {
  const [plain, own] = await Promise.all([
    start({}),
    start({ "Access-Control-Allow-Origin": "*" }),
  ]);
  const close = (server: Server) =>
    new Promise<void>((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return {
    plain: portOf(plain),
    withCors: portOf(own),
    dead: await freePort(),
    close: async () => {
      await Promise.all([close(plain), close(own)]);
    },
  };
}

async function start(always: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0];
    const method = request.method ?? "";
    const send = (status: number, headers: Readonly<Record<string, string>> = {}) => {
      const body = JSON.stringify({ cookie: request.headers.cookie ?? "" });
      const type = { "Content-Type": "application/json" };
      response.writeHead(status, { ...always, ...type, ...headers }).end(body);
    };
    if (method === "OPTIONS") return send(405, { Allow: "GET, PUT, DELETE, PATCH, POST" });
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      if (path === "/auth") return send(401);
      if (path === "/boom") return send(500);
      if (path === "/slow") return;
      if (path === "/cached") return send(200, { "Cache-Control": "max-age=60" });
      if (path !== "/ok") return send(404);
      if (body.length > LIMIT) return send(413);
      if (method === "POST" && !isJson(body)) return send(400);
      return send(200, { "X-Total": "7" });
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}
