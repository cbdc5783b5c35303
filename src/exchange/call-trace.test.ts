import { expect, it } from "vitest";
import { aCall } from "../observation/page-call.test-builder.ts";
import type { PageCallResult } from "../observation/page-call.ts";
import { wasNotMade } from "./call-trace.ts";

const ended = (
  result: PageCallResult["result"],
  errorName: string | null = null,
): PageCallResult => ({ result, responseType: null, status: null, errorName });

// biome-ignore format: a table is read by its columns.
it.each([
  // https://webidl.spec.whatwg.org/#dfn-create-operation-function : an invalid call throws, or rejects
  // immediately.
  ["fetch",     ended("thrown", "TypeError"),          true],
  ["fetch",     ended("rejected", "TypeError"),        false],
  ["fetch",     ended("resolved"),                     false],
  ["fetch",     null,                                  false],
  // https://xhr.spec.whatwg.org/#handle-errors : a synchronous request throws its error.
  ["xhr",       ended("thrown", "NetworkError"),       false],
  ["xhr",       ended("thrown", "AbortError"),         false],
  ["xhr",       ended("thrown", "TimeoutError"),       false],
  ["xhr",       ended("thrown", "InvalidStateError"),  true],
  ["xhr",       ended("thrown"),                       true],
  // Code of the page that replaces XMLHttpRequest throws its own errors.
  ["xhr",       ended("thrown", "OurTimeoutError"),    true],
  ["xhr",       ended("thrown", "TimeoutErrors"),      true],
  ["fetch",     ended("thrown", "NetworkError"),       true],
  // https://w3c.github.io/beacon/#sendbeacon-method : false where the data is too large, before any request.
  ["beacon",    ended("rejected"),                     true],
  ["beacon",    ended("thrown", "TypeError"),          true],
  ["beacon",    ended("resolved"),                     false],
  ["beacon",    null,                                  false],
  // These constructors throw also for what the page's policy refuses.
  ["worker",    ended("thrown", "SecurityError"),      false],
  ["websocket", ended("thrown", "SecurityError"),      false],
] as const)("%s with %j was not made: %s", (api, result, is) => {
  expect(wasNotMade(aCall({ api }), result)).toBe(is);
});
