import { expect, it } from "vitest";
import { deepest } from "../../diagnosis/case.test-builder.ts";
import { diagnose } from "../../diagnosis/diagnose.ts";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

const PAGE = "https://shop.example";

// https://websockets.spec.whatwg.org/#websocket-opening-handshake: each status indicates another mistake.
it.each<[number, string, RegExp, RegExp]>([
  [403, "server", /add https:\/\/shop\.example to the origins/, /Upgrade/],
  [401, "server", /returns 401: fix that first.*cookie, a ticket in the URL/s, /origins that/],
  [404, "server", /returns 404.*Check the path/s, /origins that/],
  [302, "server", /do not follow a redirect of a handshake/, /origins that/],
  [200, "server", /forward the Upgrade and Connection headers/, /origins that/],
  [426, "server", /forward the Upgrade and Connection headers/, /origins that/],
  [502, "proxy", /runs and listens/, /Page and WebSocket have the same host/],
])("explains the status %i of a WebSocket's handshake", (status, side, says, saysNot) => {
  const exchange = anExchange({
    ...{ browser: "gecko", initiatorOrigin: PAGE, resourceType: "websocket" },
    ...{ url: "wss://api.other.example/ws", response: { status } },
    ending: { kind: "failed", error: "NS_ERROR_WEBSOCKET_CONNECTION_REFUSED" },
  });
  const verdict = judge(exchange);
  const diagnosis = diagnose(exchange, verdict);
  const { title, because, fix } = explainDiagnosed(exchange, verdict, diagnosis);
  expect(diagnosis[0]).toMatchObject({ code: "websocket-refused", side });
  const words = [title, ...because, ...fix].join("\n");
  expect(words).toMatch(says);
  expect(words).not.toMatch(saysNot);
});

// Seen in Firefox 153: a refusal without a body completes, and a redirect is another hop without a request.
it.each<[string, ExchangeInit, RegExp]>([
  [
    "a refusal without a body",
    { hops: [{ url: "wss://api.other.example/ws", response: { status: 403 } }] },
    /add https:\/\/shop\.example to the origins/,
  ],
  [
    "a redirect",
    {
      hops: [
        {
          url: "wss://api.other.example/ws",
          response: { status: 301, headers: { Location: "/ws/" } },
          redirect: { url: "wss://api.other.example/ws/", internal: false },
        },
        { url: "wss://api.other.example/ws/", requestHeaders: null, response: null },
      ],
      ending: { kind: "failed", error: "NS_ERROR_NET_ON_RECEIVING_FROM" },
    },
    /returns 301: fix that first.*do not follow a redirect of a handshake/s,
  ],
])("explains %s, which Firefox ends in its own way", (_name, init, says) => {
  const exchange = anExchange({
    ...{ browser: "gecko", initiatorOrigin: PAGE, resourceType: "websocket", ...init },
  });
  const verdict = judge(exchange);
  const { title, because, fix } = explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  expect(verdict).toMatchObject({ outcome: "failed", rule: "websocket-refused" });
  expect([title, ...because, ...fix].join("\n")).toMatch(says);
});

it.each([101, 200])("takes the status %i of a completed handshake for no refusal", (status) => {
  const url = "wss://api.other.example/ws";
  const exchange = anExchange({ resourceType: "websocket", url, response: { status } });
  expect(judge(exchange)).toMatchObject({ outcome: "allowed" });
});

it.each([
  ["wss://shop.example/ws", /Page and WebSocket have the same host/],
  ["wss://api.other.example/ws", /^(?!.*Page and WebSocket)/s],
])("explains a handshake that nobody saw, to %s", (url, says) => {
  const exchange = anExchange({
    ...{ initiatorOrigin: PAGE, resourceType: "websocket", url, response: null },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });
  const verdict = judge(exchange);
  const { because } = explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  expect(because.join("\n")).toMatch(says);
});

// https://w3c.github.io/webappsec-mixed-content/#should-block-fetch: loopback is not mixed content.
it.each([
  ["ws://api.other.example/ws", "page mixed-content"],
  ["ws://localhost:3000/ws", ""],
  ["wss://api.other.example/ws", ""],
])("explains why the constructor of a WebSocket threw: %s", (url, wanted) => {
  const exchange = anExchange({
    ...{ initiatorOrigin: PAGE, url, resourceType: "websocket", requestHeaders: null },
    call: { ...aCall({ url }), api: "websocket", mode: null },
    callResult: { result: "thrown", responseType: null, status: null, errorName: "SecurityError" },
    ...{ ending: { kind: "not-sent" }, response: null },
  });
  const verdict = judge(exchange);
  const diagnosis = diagnose(exchange, verdict);
  expect(deepest(diagnosis)).toBe(wanted);
  if (wanted === "") return;
  const { title, fix } = explainDiagnosed(exchange, verdict, diagnosis);
  expect([title, ...fix].join("\n")).toMatch(/Connect to .* with wss.*use wss:\/\//s);
});
