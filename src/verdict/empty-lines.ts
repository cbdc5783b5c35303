import { type Exchange, judgedHeaders, type Response, withHops } from "../exchange/exchange.ts";
import { getAll, type HeaderLine, type HeaderList } from "../http/header-list.ts";

/**
 * The exchange as read by a browser that drops a header's empty lines beside other lines; often the very same
 * object. Pure.
 */
export function withoutEmptyLines(exchange: Exchange): Exchange {
  const hops = exchange.hops.map((hop) => {
    const response = hop.response && readLines(hop.response);
    const before = hop.preflight?.response ?? null;
    const preflighted = before && readLines(before);
    if (response === hop.response && preflighted === before) return hop;
    return {
      ...hop,
      response,
      preflight: hop.preflight && { ...hop.preflight, response: preflighted },
    };
  });
  const isSame = hops.every((hop, index) => hop === exchange.hops[index]);
  return isSame ? exchange : withHops(exchange, hops);
}

function readLines(response: Response): Response {
  const headers = judgedHeaders(response);
  if (headers.every(([, value]) => value.trim() !== "")) return response;
  const read = headers.filter((line) => !isDropped(line, headers));
  return { ...response, headers: read, rewrittenHeaders: null };
}

function isDropped([name, value]: HeaderLine, headers: HeaderList): boolean {
  if (value.trim() !== "" || COUNTS_EMPTY.test(name)) return false;
  return getAll(headers, name).some((other) => other !== "");
}

/** Headers whose empty lines are not dropped. */
const COUNTS_EMPTY = /^(?:Access-Control-Allow-Origin|X-Frame-Options)$/i;
