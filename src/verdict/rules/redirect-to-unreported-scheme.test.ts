import { expect, it } from "vitest";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../judge.ts";

// https://fetch.spec.whatwg.org/#concept-scheme-fetch; Chromium 156 reports ERR_UNKNOWN_URL_SCHEME.
it.each([
  ["of a call with CORS", aCall(), ["cors-disabled-scheme null"]],
  [
    "of a call without CORS",
    aCall({ mode: "no-cors" }),
    ["network-error net::ERR_UNKNOWN_URL_SCHEME"],
  ],
  [
    "of a worker, whose mode is not reported",
    null,
    ["cors-disabled-scheme null", "network-error net::ERR_UNKNOWN_URL_SCHEME"],
  ],
])("names the cause that blocks a redirect to mailto: %s", (_name, call, readings) => {
  const location = "mailto:a@b.test";
  const exchange = anExchange({
    ending: { kind: "pending" },
    call,
    ...(call === null && { documentId: null }),
    hops: [
      {
        method: "POST",
        requestHeaders: { Origin: "https://app.test" },
        response: {
          status: 302,
          headers: { "Access-Control-Allow-Origin": "https://app.test", Location: location },
        },
        redirect: { url: location, internal: false },
      },
    ],
  });
  const { cause, alternatives } = judge(exchange);
  const said = [cause, ...alternatives].map((one) => `${one?.code} ${one?.parameter}`);
  expect(said).toEqual(readings);
});
