import { expect, it } from "vitest";
import { PAGE, reported } from "../../diagnosis/case.test-builder.ts";
import { diagnose } from "../../diagnosis/diagnose.ts";
import { surroundingsAmong } from "../../diagnosis/surroundings.ts";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { judge } from "../../verdict/judge.ts";
import { explain } from "../explain.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const ALLOWED = { "Access-Control-Allow-Origin": "*", "Content-Type": "text/plain" };

function ofElement(
  resourceType: Exchange["resourceType"],
  destination: string,
  status: number,
  headers: Readonly<Record<string, string>> = { "Content-Type": "text/html" },
): Exchange {
  return anExchange({
    resourceType,
    url: "https://cdn.other.example/x",
    initiatorOrigin: PAGE,
    requestHeaders: { Origin: PAGE, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": destination },
    response: { status, headers },
    ending: headers === ALLOWED ? { kind: "completed" } : FAILED,
  });
}

function texts(exchange: Exchange) {
  const verdict = judge(exchange);
  const judged = { exchange, verdict };
  const diagnosis = diagnose(exchange, verdict, surroundingsAmong([judged]).around(judged));
  const said = explainDiagnosed(exchange, verdict, diagnosis);
  const symptom = explain(exchange, verdict);
  return {
    words: [said, symptom].flatMap(({ because, fix }) => [...because, ...fix]).join("\n"),
    remedyHelps: said.remedyHelps ?? true,
  };
}

const OF_SCRIPTS = /your script (?:can read|sees)|script can read the (?:status|next error)/i;

// https://html.spec.whatwg.org/#server-sent-events : the event "error" has no status, as with elements.
it.each<[string, Exchange]>([
  ["a font", ofElement("font", "font", 404)],
  ["an image", ofElement("image", "image", 403)],
  ["a module script, not found", ofElement("script", "script", 404)],
  ["a module script, failing", ofElement("script", "script", 500)],
  ["a style sheet", ofElement("stylesheet", "style", 404)],
  ...[401, 403, 404, 500, 503].map((status): [string, Exchange] => [
    `an EventSource with ${status}`,
    reported({ api: "event-source", response: [status, "Content-Type: text/html"] }),
  ]),
])("does not promise that a script reads the error of %s", (_name, exchange) => {
  const { words, remedyHelps } = texts(exchange);
  expect(words).not.toMatch(OF_SCRIPTS);
  expect(remedyHelps).toBe(false);
});

it.each<[string, Exchange]>([
  ["a font", ofElement("font", "font", 200, ALLOWED)],
  ["an image that passed with an error", ofElement("image", "image", 403, ALLOWED)],
  ["a module script", ofElement("script", "script", 200, ALLOWED)],
  [
    "an EventSource",
    reported({
      blocked: false,
      api: "event-source",
      response: [200, "Access-Control-Allow-Origin: *", "Content-Type: text/event-stream"],
    }),
  ],
])("does not promise that a script reads the headers of %s", (_name, exchange) => {
  expect(texts(exchange).words).not.toMatch(OF_SCRIPTS);
});

it("says what fetch() reads of a response, and of an error with CORS headers", () => {
  const error = texts(reported({ response: [404, "Content-Type: text/html"] }));
  expect(error.words).toMatch(/so your script sees a CORS error instead of 404/);
  expect(error.words).toMatch(/so that your script can read the status/);
  expect(error.remedyHelps).toBe(true);
  const passed = texts(
    reported({
      blocked: false,
      response: [200, "Access-Control-Allow-Origin: *", "Content-Type: text/plain"],
    }),
  );
  expect(passed.words).toMatch(/Your script can read these response headers/);
});
