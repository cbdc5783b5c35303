import type { IncomingMessage, ServerResponse } from "node:http";

/** A server's response at one path. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;
export type Headers = Readonly<Record<string, string | string[]>>;

/** The content of the demo's APIs. */
export const ORDERS = JSON.stringify([{ id: 1, item: "Teapot" }]);

/** A response that is the same for every request. */
export function always(status: number, headers: Headers, body = ORDERS): Handler {
  return (_request, response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(body);
  };
}

/** One response to OPTIONS, another to all other methods. */
export function split(options: Handler, rest: Handler): Handler {
  return (request, response) =>
    request.method === "OPTIONS" ? options(request, response) : rest(request, response);
}

/** Every origin may read the response, without credentials. */
export const ANY = { "Access-Control-Allow-Origin": "*" };
/** A preflight response. */
export const noContent = (headers: Headers): Handler => always(204, headers, "");
