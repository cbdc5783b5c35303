import { expect, it } from "vitest";
import { chromium } from "../src/browsers/chromium.ts";
import { gecko } from "../src/browsers/gecko.ts";
import { CHROMIUM } from "../src/verdict/lanes/chromium.ts";
import { GECKO } from "../src/verdict/lanes/gecko.ts";
import { workerModules } from "./worker-modules.ts";

/** A piece of code as the browser's worker contains it. */
function inWorker(browser: "chromium" | "firefox", code: string): string {
  const { transform } = workerModules(browser);
  if (typeof transform !== "function") throw new Error("no transform");
  const made = transform.call({} as never, code, "/x/src/verdict/a.ts");
  return (made as { code: string }).code;
}

it.each([
  ["factsOf(exchange.browser).completesWithheld", "false", "true"],
  ["facts.completesWithheld && rules.parsesListsFirst", "false && true", "true && false"],
  // Names of another object; neither a fact nor a rule; not a plain value.
  ["ownRules.streamsBodies, this.facts.streamsForceCors, facts.frameId", null, null],
  ["factsOf(browser).reportedSchemes, rules.safelist", null, null],
])("%s", (code, ofChromium, ofFirefox) => {
  expect(inWorker("chromium", code)).toBe(ofChromium ?? code);
  expect(inWorker("firefox", code)).toBe(ofFirefox ?? code);
});

it.each([
  [chromium, CHROMIUM],
  [gecko, GECKO],
] as const)("what is both a fact and a rule is the same", (facts, rules) => {
  const shared = Object.keys(facts).filter((name) => name in rules);
  expect(shared.length).toBeGreaterThan(0);
  for (const name of shared) expect(facts).toHaveProperty(name, rules[name as keyof typeof rules]);
});
