import type { RequestListener } from "node:http";
import { TINY_FONT } from "../tiny-font.ts";
import { ANY, type Handler, type Headers, ORDERS } from "./handler.ts";

const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** Static files, some with the headers that pages need. */
export function staticFiles(): RequestListener {
  const file =
    (type: string, body: string | Buffer, headers: Headers = {}): Handler =>
    (_request, response) => {
      response.writeHead(200, { "Content-Type": type, ...headers }).end(body);
    };
  const javascript = "globalThis.fromTheCdn = true;";
  const paths: Readonly<Record<string, Handler>> = {
    "/plain/logo.gif": file("image/gif", PIXEL),
    "/shared/logo.gif": file("image/gif", PIXEL, ANY),
    "/at-home/logo.gif": file("image/gif", PIXEL, {
      "Cross-Origin-Resource-Policy": "same-origin",
    }),
    "/at-site/logo.gif": file("image/gif", PIXEL, { "Cross-Origin-Resource-Policy": "same-site" }),
    "/plain/widget.js": file("text/javascript", javascript),
    "/shared/widget.js": file("text/javascript", javascript, ANY),
    "/plain/data.json": file("application/json", ORDERS, { "X-Content-Type-Options": "nosniff" }),
    "/plain/font.ttf": file("font/ttf", TINY_FONT),
    "/shared/font.ttf": file("font/ttf", TINY_FONT, ANY),
  };
  return (request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    (paths[path] ?? file("text/plain", "Not found"))(request, response);
  };
}
