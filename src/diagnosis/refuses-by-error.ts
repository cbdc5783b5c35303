import { judgedHeaders, type Response } from "../exchange/exchange.ts";
import { has } from "../http/header-list.ts";
import type { SerializedOrigin } from "../http/origin.ts";

/**
 * Whether CORS code may have failed because of the origin: that of many Node.js programs throws for an origin that
 * is not listed. https://expressjs.com/en/resources/middleware/cors.html#configuring-cors-w-dynamic-origin
 */
export function mayRefuseByError(response: Response | null, origin: SerializedOrigin): boolean {
  return (
    response?.status === 500 &&
    origin !== "null" &&
    !has(judgedHeaders(response), "Access-Control-Allow-Origin")
  );
}
