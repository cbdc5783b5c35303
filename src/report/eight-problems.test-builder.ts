import {
  anExchange,
  type ExchangeInit,
  type HeadersInit,
} from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { aCall } from "../observation/page-call.test-builder.ts";

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

/** The default origins of `eightProblems`; each path is appended to the server's. */
const HOME = { page: "https://app.test", server: "https://api.test" };

/** Eight requests to one server, each with another kind of problem, with that server's headers. */
export function eightProblems(own: HeadersInit = {}, { page, server } = HOME): Exchange[] {
  let id = 0;
  const of = (path: string, init: ExchangeInit): Exchange =>
    anExchange({
      id: `eight-${id++}`,
      url: `${server}${path}`,
      initiatorOrigin: page,
      ending: FAILED,
      stack: `Error\n    at load (${page}/js/api.js:${id}:7)`,
      ...init,
    });
  const stopped = (method: string, names: string, status: number, headers: HeadersInit) =>
    ({
      method,
      requestHeaders: null,
      response: null,
      preflight: {
        status,
        headers: { ...own, ...headers },
        requestHeaders: {
          Origin: page,
          "Access-Control-Request-Method": method,
          ...(names === "" ? {} : { "Access-Control-Request-Headers": names }),
        },
      },
    }) as const;
  const responded = (headers: HeadersInit, status = 200) => ({
    response: { status, headers: { "Content-Type": "application/json", ...own, ...headers } },
  });
  const allowed = { "Access-Control-Allow-Origin": page };
  const credentialed = { call: aCall({ credentials: "include" }) };
  return [
    of("/list", responded({})),
    of("/session", { ...responded({ "Access-Control-Allow-Origin": "*" }), ...credentialed }),
    of("/slash", responded({ "Access-Control-Allow-Origin": `${page}/` })),
    of("/me", { ...responded(allowed), ...credentialed }),
    of("/upload", { method: "POST", ...responded({}, 413) }),
    of("/items/1", stopped("PUT", "", 204, allowed)),
    of("/search", stopped("POST", "content-type", 204, allowed)),
    of("/login", stopped("GET", "authorization", 401, {})),
  ];
}
