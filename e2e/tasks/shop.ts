import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The hosts of the shop; all but the first must be mapped to this machine. */
const HOSTS = {
  page: "localhost",
  api: "api.shop.test",
  cdn: "cdn.shop.test",
  stats: "stats.shop.test",
} as const;

/** The host names to map. */
export const SHOP_HOSTS = Object.values(HOSTS).slice(1);

type Origins = Readonly<Record<keyof typeof HOSTS, string>>;

/** The possible fixes on the servers. */
export type Fix = "login" | "items" | "search" | "put" | "delete" | "upload" | "events" | "cdn";

type Headers = Readonly<Record<string, string | readonly string[]>>;

const apiJs = (at: Origins) => `const API = "${at.api}";
export async function request(method, path, { body, headers = {}, ...init } = {}) {
  return fetch(API + path, { method, body, headers, ...init });
}
const json = { "Content-Type": "application/json" };
const token = { Authorization: "Bearer abc" };
export const login = () => request("POST", "/login", { body: "{}", headers: json, credentials: "include" });
export const list = () => request("GET", "/items", { credentials: "include" });
export const search = () => request("GET", "/search?q=lamp", { headers: { "X-Api-Key": "k-123", "X-Trace": "1" } });
export const put = () => request("PUT", "/items/42", { body: "{}", headers: { ...json, ...token } });
export const remove = () => request("DELETE", "/items/42", { headers: token });
export const csv = () => request("GET", "/export.csv");
export const upload = () => new Promise((done) => {
  const xhr = new XMLHttpRequest();
  xhr.open("POST", API + "/upload");
  xhr.upload.onprogress = () => {};
  xhr.onloadend = done;
  xhr.send("x".repeat(10));
});
export const events = () => new Promise((done) => {
  const source = new EventSource(API + "/events", { withCredentials: true });
  source.onerror = source.onmessage = () => { source.close(); done(); };
});
`;

const mainJs = (at: Origins) => `import * as api from "/api.js";
const calls = [api.login, api.list, api.search, api.put, api.remove, api.upload, api.events, api.csv];
async function start() {
  for (const call of calls) await call().catch(() => {});
  const report = new Blob(["{}"], { type: "application/json" });
  navigator.sendBeacon("${at.stats}/collect", report);
  const hero = new Image();
  hero.crossOrigin = "anonymous";
  hero.src = "${at.cdn}/img/hero.png";
  await new Promise((done) => { hero.onload = hero.onerror = done; });
  await new FontFace("shop", "url(${at.cdn}/font/shop.woff2)").load().catch(() => {});
  document.title = "done";
}
async function many() {
  for (let i = 0; i < 300; i++) {
    if (i < 20) await fetch("${at.api}/v2/items/" + i % 13, { method: "PUT" }).catch(() => {});
    else if (i < 32) await fetch("${at.api}/v3/orders/" + i).catch(() => {});
    else if (i < 40) await fetch("${at.cdn}/img/x" + (i % 4)).catch(() => {});
    else await fetch("${at.api}/ok/" + i);
  }
  document.title = "done";
}
async function contexts() {
  const frame = document.createElement("iframe");
  frame.name = "payment";
  frame.src = "/frame";
  document.body.append(frame);
  const worker = new Worker("/worker.js");
  await new Promise((done) => { worker.onmessage = done; });
  document.title = "done";
}
({ "/": start, "/many": many, "/contexts": contexts })[location.pathname]?.();
`;

const html = (script: string) => `<!doctype html><title>Shop</title><h1>Shop</h1>${script}`;

type File = readonly [type: string, text: string];

const filesOf = (at: Origins): Readonly<Record<string, File>> => ({
  "/api.js": ["text/javascript", apiJs(at)],
  "/main.js": ["text/javascript", mainJs(at)],
  "/worker.js": [
    "text/javascript",
    `fetch("${at.api}/bare/from-worker").catch(() => {}).then(() => postMessage(1));`,
  ],
  "/frame": ["text/html", html(`<script>fetch("${at.api}/bare/from-frame")</script>`)],
  "/blank": ["text/html", html("")],
});

const TOO_LARGE = `<html><head><title>413 Request Entity Too Large</title></head>
<body><center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx/1.25.3</center></body></html>`;

type Sent = readonly [status: number, headers: Headers, body?: string];

/** The API's response, with the mistakes that are not fixed. */
function api(request: IncomingMessage, at: Origins, fixed: ReadonlySet<Fix>): Sent {
  const allow = {
    "Access-Control-Allow-Origin": at.page,
    "Access-Control-Allow-Credentials": "true",
    Vary: "Origin",
  } as const;
  const path = (request.url ?? "").split("?", 1)[0] as string;
  const isPreflight = request.method === "OPTIONS";
  const forMethod = request.headers["access-control-request-method"];
  const allowing = (headers: string, methods?: string): Sent => [
    204,
    {
      ...allow,
      "Access-Control-Allow-Headers": headers,
      ...(methods === undefined ? {} : { "Access-Control-Allow-Methods": methods }),
    },
  ];
  const type = { "Content-Type": "application/json" };
  switch (path) {
    case "/login":
      if (!isPreflight) return [200, { ...allow, ...type, "Set-Cookie": "sid=1; SameSite=Lax" }];
      return fixed.has("login")
        ? allowing("content-type")
        : [401, { "WWW-Authenticate": "Bearer", Server: "nginx" }];
    case "/items":
      return [200, fixed.has("items") ? allow : { "Access-Control-Allow-Origin": "*" }, "[]"];
    case "/search":
      return isPreflight
        ? allowing(fixed.has("search") ? "x-api-key, x-trace" : "content-type")
        : [200, allow, "[]"];
    case "/items/42":
      if (!isPreflight) return [401, allow, "{}"];
      return forMethod === "PUT"
        ? allowing(fixed.has("put") ? "content-type, authorization" : "content-type", "GET, PUT")
        : allowing("authorization", fixed.has("delete") ? "DELETE" : "GET, PUT");
    case "/upload":
      if (isPreflight) return [204, allow];
      return fixed.has("upload")
        ? [200, allow]
        : [413, { Server: "nginx/1.25.3", "Content-Type": "text/html" }, TOO_LARGE];
    case "/events": {
      const origins = fixed.has("events") ? at.page : [at.page, "*"];
      const headers = { ...allow, "Access-Control-Allow-Origin": origins };
      return [200, { ...headers, "Content-Type": "text/event-stream" }, "data: 1\n\n"];
    }
    case "/export.csv": {
      const hidden = { "Content-Disposition": "attachment; filename=a.csv", "X-Total-Count": "3" };
      return [200, { ...allow, ...hidden, "Content-Type": "text/csv" }, "a"];
    }
  }
  if (path.startsWith("/ok/")) return [200, { "Access-Control-Allow-Origin": "*" }, "{}"];
  if (path.startsWith("/v2/")) return [isPreflight ? 401 : 200, {}];
  if (path.startsWith("/v3/")) return [500, {}];
  return [200, {}];
}

/** A shop whose page fails in the usual ways, and whose servers are fixed one by one. */
export interface Shop {
  readonly at: Origins;
  readonly fixed: Set<Fix>;
  close(): void;
}

/** Starts the page, its API, its CDN and its statistics. */
export async function startShop(): Promise<Shop> {
  const fixed = new Set<Fix>();
  const started = await Promise.all([listen(), listen(), listen(), listen()]);
  const [page, apiServer, cdn, stats] = started;
  const at: Origins = {
    page: `http://${HOSTS.page}:${page.port}`,
    api: `http://${HOSTS.api}:${apiServer.port}`,
    cdn: `http://${HOSTS.cdn}:${cdn.port}`,
    stats: `http://${HOSTS.stats}:${stats.port}`,
  };
  const files = filesOf(at);
  page.respond(({ url = "" }) => {
    const path = url.split("?", 1)[0] as string;
    if (path === "/favicon.ico") return [204, {}];
    const main = html(`<script type="module" src="/main.js"></script>`);
    const [type, text] = files[path] ?? ["text/html", main];
    return [200, { "Content-Type": type, "Cache-Control": "no-store" }, text];
  });
  apiServer.respond((request) => api(request, at, fixed));
  cdn.respond(() => {
    const allow = fixed.has("cdn") ? { "Access-Control-Allow-Origin": "*" } : {};
    return [200, { "Content-Type": "image/png", Server: "AmazonS3", ...allow }];
  });
  stats.respond(({ method }) => {
    const allow = { "Access-Control-Allow-Origin": "*" };
    const headers = { ...allow, "Access-Control-Allow-Headers": "content-type" };
    return [204, method === "OPTIONS" ? headers : allow];
  });
  return {
    at,
    fixed,
    close: () => {
      for (const { close } of started) close();
    },
  };
}

interface Started {
  readonly port: number;
  /** Sets the response from now on. */
  respond(how: (request: IncomingMessage) => Sent): void;
  close(): void;
}

function listen(): Promise<Started> {
  return new Promise((resolve, reject) => {
    let respond = (_request: IncomingMessage): Sent => [503, {}];
    const server = createServer((request, response: ServerResponse) => {
      const [status, headers, body = ""] = respond(request);
      response.writeHead(status, headers as Record<string, string | string[]>);
      response.end(body);
    });
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        respond: (how) => {
          respond = how;
        },
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      });
    });
  });
}
