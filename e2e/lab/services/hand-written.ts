import type { RequestListener } from "node:http";
import { acceptOf } from "../accept-handshake.ts";
import type { LabOrigins } from "../origins.ts";
import { FRAMED } from "../perform-element.ts";
import { behindIt } from "./behind-it.ts";
import { ANY, always, type Handler, type Headers, noContent, split } from "./handler.ts";

/** The connection stays open until the browser closes it. */
const acceptedHandshake = (key: string) =>
  [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${acceptOf(key)}`,
    "\r\n",
  ].join("\r\n");

/** Servers that set the headers by hand. */
export function handWritten(origins: () => LabOrigins): RequestListener {
  const to = (status: number, location: (query: string) => string, headers: Headers = {}) =>
    ((request, response) => {
      const query = request.url?.split("?")[1] ?? "";
      response.writeHead(status, { ...headers, Location: location(query) }).end();
    }) satisfies Handler;
  const page = () => origins().page;
  const allowPage = (headers: Headers = {}): Headers => ({
    "Access-Control-Allow-Origin": page(),
    Vary: "Origin",
    ...headers,
  });
  const lazily =
    (make: () => Handler): Handler =>
    (request, response) =>
      make()(request, response);

  const widget = `<!doctype html><script>parent.postMessage(${JSON.stringify(FRAMED)}, "*")</script>`;
  const HTML = { "Content-Type": "text/html" };

  const paths: Readonly<Record<string, Handler>> = {
    // Without CORS headers.
    "/never-configured/orders": always(200, {}),
    "/crashes/orders": always(500, {}, '{"error":"Cannot read properties of undefined"}'),
    "/gateway/orders": always(
      502,
      { Server: "nginx", "Content-Type": "text/html" },
      "<h1>502 Bad Gateway</h1>",
    ),
    "/crashes-politely/orders": always(500, ANY, '{"error":"out of stock"}'),

    // A document for frames.
    "/framed/widget": always(200, HTML, widget),
    "/frame-denied/widget": always(200, { ...HTML, "X-Frame-Options": "DENY" }, widget),

    // The preflight fails.
    "/auth-first/orders": split(
      always(401, { "WWW-Authenticate": "Bearer", ...ANY }, "Unauthorized"),
      always(200, ANY),
    ),
    "/login-wall/orders": split(
      to(302, (query) => `${origins().apiB}/login?${query}`, ANY),
      always(200, ANY),
    ),
    "/slash-wanted/orders": to(301, (query) => `/slash-wanted/orders/?${query}`, ANY),
    "/slash-wanted/orders/": split(
      noContent({
        ...ANY,
        "Access-Control-Allow-Methods": "PUT",
        "Access-Control-Allow-Headers": "content-type",
      }),
      always(200, ANY),
    ),
    "/not-routed/orders": split(always(404, ANY, "Cannot OPTIONS /orders"), always(200, ANY)),
    "/bare-404/orders": split(always(404, {}, "Cannot OPTIONS /orders"), always(200, ANY)),
    "/no-options/orders": split(always(405, { Allow: "GET, PUT", ...ANY }, ""), always(200, ANY)),
    "/spaces-in-methods/orders": split(
      noContent({
        ...ANY,
        "Access-Control-Allow-Methods": "GET PUT",
        "Access-Control-Allow-Headers": "content-type",
      }),
      always(200, ANY),
    ),
    "/quotes-in-headers/orders": split(
      noContent({ ...ANY, "Access-Control-Allow-Headers": '"x-tenant"' }),
      always(200, ANY),
    ),
    "/post-only/orders": split(
      noContent({ ...ANY, "Access-Control-Allow-Methods": "GET, POST" }),
      always(200, ANY),
    ),
    "/patch/orders": split(
      noContent({
        ...ANY,
        "Access-Control-Allow-Methods": "GET, PATCH",
        "Access-Control-Allow-Headers": "content-type",
      }),
      always(200, ANY),
    ),
    "/supabase-like/orders": split(
      noContent({ ...ANY, "Access-Control-Allow-Headers": "content-type" }),
      always(200, ANY),
    ),
    "/any-header/orders": split(
      noContent({
        ...ANY,
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Allow-Methods": "*",
      }),
      always(200, ANY),
    ),
    "/put/orders": split(
      noContent({
        ...ANY,
        "Access-Control-Allow-Methods": "PUT",
        "Access-Control-Allow-Headers": "content-type, x-client-info, apikey, x-tenant",
        "Access-Control-Max-Age": "600",
      }),
      always(200, ANY),
    ),

    // The wrong origin.
    "/app-and-proxy/orders": always(200, {
      "Access-Control-Allow-Origin": ["*", "*"],
      Via: "1.1 proxy",
    }),
    "/list-in-one-line/orders": lazily(() =>
      always(200, { "Access-Control-Allow-Origin": `${page()}, https://app.example` }),
    ),
    "/without-scheme/orders": always(200, { "Access-Control-Allow-Origin": "shop.example" }),
    "/trailing-slash/orders": lazily(() =>
      always(200, { "Access-Control-Allow-Origin": `${page()}/` }),
    ),
    "/old-dev-port/orders": always(200, { "Access-Control-Allow-Origin": "http://localhost:5173" }),
    "/by-address/orders": lazily(() =>
      always(200, { "Access-Control-Allow-Origin": origins().pageByAddress }),
    ),
    "/null-allowed/orders": always(200, { "Access-Control-Allow-Origin": "null" }),
    "/page-only/orders": lazily(() => always(200, allowPage())),

    // Credentials.
    "/star-with-cookies/orders": always(200, {
      ...ANY,
      "Access-Control-Allow-Credentials": "true",
    }),
    "/no-credentials-header/orders": lazily(() => always(200, allowPage())),
    "/capital-true/orders": lazily(() =>
      always(200, allowPage({ "Access-Control-Allow-Credentials": "True" })),
    ),
    "/with-cookies/orders": lazily(() =>
      split(
        noContent(
          allowPage({
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Methods": "PUT",
            "Access-Control-Allow-Headers": "content-type, authorization",
          }),
        ),
        always(200, allowPage({ "Access-Control-Allow-Credentials": "true" })),
      ),
    ),

    // Redirects.
    "/moved/orders": to(302, (query) => `${origins().apiB}/page-only?${query}`, ANY),
    "/moved-to-open/orders": to(302, (query) => `${origins().apiB}/open?${query}`, ANY),
    "/moved-silently/orders": to(302, (query) => `${origins().apiB}/open?${query}`),
    "/moved-with-password/orders": to(
      302,
      (query) => `${origins().apiB.replace("//", "//ada:secret@")}/open?${query}`,
      ANY,
    ),
    "/moved-to-data/orders": to(302, () => "data:text/plain,moved", ANY),
    "/moved-to-app/orders": to(302, () => "myapp:orders", ANY),
    "/round-and-round/orders": to(302, (query) => `/round-and-round/orders?${query}`, ANY),

    ...behindIt(origins),

    // After a pass.
    "/paged/orders": always(200, { ...ANY, "X-Total-Count": "42" }),
    "/paged-exposed/orders": always(200, {
      ...ANY,
      "X-Total-Count": "42",
      "Access-Control-Expose-Headers": "X-Total-Count",
    }),
    "/simple/orders": always(200, ANY),
    "/events": always(200, { ...ANY, "Content-Type": "text/event-stream" }, "data: hello\n\n"),
    "/events-closed": always(200, { "Content-Type": "text/event-stream" }, "data: hello\n\n"),
    "/two-lengths/orders": (_request, response) => {
      response.socket?.end("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    },
    "/socket": (request, response) => {
      const key = String(request.headers["sec-websocket-key"]);
      response.socket?.write(acceptedHandshake(key));
    },
    "/socket-refused": always(403, {}, "no"),
    "/slow-body/orders": (_request, response) => {
      response.writeHead(200, ANY).write("{");
      // The rest never comes: the page aborts.
    },
    "/slow/orders": () => {
      // Never responds: the page aborts.
    },
  };
  return (request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    const handler = paths[path] ?? always(404, ANY, '{"error":"no such path"}');
    request.resume();
    handler(request, response);
  };
}
