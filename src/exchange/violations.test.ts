import { describe, expect, it } from "vitest";
import {
  completedLife,
  neverSentLife,
  someFacts,
} from "../observation/observation.test-builder.ts";
import { ChangeBuilder } from "./change.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { TabEvidence } from "./tab-evidence.ts";
import { violationOf } from "./violations.ts";

const FRAME = { tabId: 1, frameId: 0, documentId: "D1", origin: "https://app.test" };

/** Whether a violation with one URL is found for a request with another. */
function isFound(blockedUrl: string, url: string): boolean {
  const { violations } = new TabEvidence("chromium");
  const violation = {
    kind: "policy-violated",
    ...FRAME,
    isInitialDocument: false,
    timeStamp: 5,
    violation: { effectiveDirective: "connect-src", blockedUrl, disposition: "enforce" },
  } as const;
  violations.put("V1", violation, new ChangeBuilder(1));
  return violationOf(violations, { ...FRAME, url, from: 4, to: 6 }) !== null;
}

// https://w3c.github.io/webappsec-csp/#strip-url-for-use-in-reports
describe("the violation of a request", () => {
  it.each([
    ["https://api.test/a?b", "https://api.test/a?b"],
    ["https://api.test/a?b", "https://user:secret@api.test/a?b"],
    ["https://api.test/a?b", "https://api.test/a?b#part"],
    ["https://api.test/a?b", "https://user@api.test/a?b#part"],
    ["https://api.test", "https://user:secret@api.test/a?b"],
    ["https://api.test/", "https://api.test/a"],
  ])("that names %s is about %s", (blockedUrl, url) => {
    expect(isFound(blockedUrl, url)).toBe(true);
  });

  it.each([
    ["https://api.test/b", "https://api.test/a"],
    ["https://api.test/a", "https://api.test/a?b"],
    ["https://other.test/a", "https://other.test@api.test/a"],
    ["https://other.test", "https://api.test/a"],
  ])("that names %s is not about %s", (blockedUrl, url) => {
    expect(isFound(blockedUrl, url)).toBe(false);
  });
});

// https://w3c.github.io/webappsec-csp/#should-block-request : a request that completed was not refused.
it.each([
  ["that failed", true, neverSentLife],
  ["that completed", false, completedLife],
] as const)("a request %s was refused by the page's policy: %s", (_name, is, lifeOf) => {
  const log = new ExchangeLog("chromium");
  const life = { facts: someFacts(), url: "https://api.test/a", method: "GET", at: 4 };
  for (const observation of lifeOf(life, 7)) log.apply(observation);
  log.apply({
    ...{ kind: "policy-violated", ...FRAME, isInitialDocument: false, timeStamp: 5 },
    violation: {
      ...{ effectiveDirective: "connect-src", disposition: "enforce" },
      blockedUrl: "https://api.test/a",
    },
  });
  expect(log.exchange(1, "1")?.violation !== null).toBe(is);
});
