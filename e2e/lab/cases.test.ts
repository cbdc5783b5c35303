import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { BEHIND_CODES } from "../../src/diagnosis/diagnosis.ts";
import { CODES } from "../../src/verdict/codes.ts";
import { cases } from "./cases.ts";
import { DIAGNOSES } from "./diagnoses.ts";
import { RULE_SHOWN } from "./rules-of-cases.ts";

const byId = new Map(cases.map((one) => [one.id, one]));

test("ids are unique", () => {
  expect(byId.size).toBe(cases.length);
});

test("every case states the diagnosis that it wants", () => {
  expect(Object.keys(DIAGNOSES).sort()).toEqual([...byId.keys()].sort());
});

test("every case that is stopped has a twin that passes", () => {
  for (const { id, shows, twin } of cases.filter((one) => one.shows !== null)) {
    expect(shows, id).toSatisfy((code: string) => code in CODES);
    const passing = byId.get(twin ?? "");
    expect(passing?.shows === null || passing?.shows === "opaque-no-cors", id).toBe(true);
  }
});

/** Codes that the demo cannot cause, or that its page could not show. */
const NOT_HERE = new Set([
  "invalid-response",
  // Firefox sends a stream as text.
  "no-cors-stream-body",
  "insecure-local-network",
  "invalid-local-network-access",
  "local-network-access-denied",
  "mixed-content",
  "coep-frame",
  "credentialed-subresource",
  "blocked-by-client",
  "timed-out",
  "offline",
  "proxy-error",
  // Only Firefox names it: e2e/both/mime-type.test.ts.
  "mime-type",
]);

test("every code is shown by a case, or it is said why not", () => {
  const shown = new Set(cases.map((one) => one.shows));
  const missing = Object.keys(CODES).filter((code) => !shown.has(code as never));
  expect(new Set(missing)).toEqual(NOT_HERE);
});

/** Causes behind a verdict without a case in the demo, with the reason or the test that covers them. */
const NOT_BEHIND: Readonly<Record<string, string>> = {
  "beacon-with-credentials":
    "No page learns what became of a beacon: src/diagnosis/diagnose.test.ts.",
  "redirect-to-http":
    "The demo has no page and no server of https: src/diagnosis/diagnose.test.ts.",
  "service-worker-request":
    "A case is judged by one exchange, and this cause has two: e2e/both/service-worker.test.ts.",
  "third-party-without-cors":
    "All servers of the demo are local, and nobody's own: src/diagnosis/diagnose.test.ts.",
  "worker-cross-origin": "It makes no request: e2e/chromium/foreign-workers.test.ts.",
};

test("every cause behind a verdict has a case that wants it, or it is said why not", () => {
  const wanted = new Set(Object.values(DIAGNOSES).map((one) => one.split(" ")[1]));
  const missing = BEHIND_CODES.filter((code) => !wanted.has(code));
  expect(missing.sort()).toEqual(Object.keys(NOT_BEHIND).sort());
  for (const [file] of Object.values(NOT_BEHIND)
    .join(" ")
    .matchAll(/(?:e2e|src)\/[\w/.-]+\.ts/g)) {
    expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true);
  }
});

test("every rule is shown by a case, or it is said why not", () => {
  for (const [rule, shown] of Object.entries(RULE_SHOWN)) {
    if (typeof shown !== "string") {
      expect(byId.has(shown.case), `${rule}: ${shown.case}`).toBe(true);
      continue;
    }
    for (const [file] of shown.matchAll(/e2e\/[\w/-]+\.ts/g)) {
      expect(existsSync(new URL(`../../${file}`, import.meta.url)), `${rule}: ${file}`).toBe(true);
    }
  }
});
