import { randomBytes } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { bundleBudget } from "./bundle-budget.ts";

/** Random, so that compression does not make it smaller. */
const CODE = randomBytes(3_000).toString("base64");

const chunk = (fileName: string, entry: string | null, imports: string[], code: string) => ({
  type: "chunk",
  ...{ fileName, facadeModuleId: entry, imports, code },
});

const BUNDLE = {
  a: chunk("panel.js", "/root/src/panel.html", ["shared.js"], CODE),
  b: chunk("shared.js", null, ["panel.js"], CODE),
  c: chunk("other.js", "/root/src/other.html", [], CODE),
};

/** Builds with a budget; returns the build's error, or null. */
function build(budgets: Readonly<Record<string, number>>): string | null {
  vi.spyOn(console, "info").mockImplementation(() => {});
  const { generateBundle } = bundleBudget(budgets) as unknown as {
    generateBundle(this: { error(text: string): never }, options: object, bundle: object): void;
  };
  const context = {
    error(text: string): never {
      throw new Error(text);
    },
  };
  try {
    generateBundle.call(context, {}, BUNDLE);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    vi.restoreAllMocks();
  }
}

describe("the budget of a bundle", () => {
  it.each([
    ["an entry within its budget", { "src/other.html": 5_000 }, null],
    [
      "an entry beyond it",
      { "src/other.html": 1_000 },
      /^bundle budget: src\/other\.html: 3\.\d kB/,
    ],
    ["what it imports counts, once", { "src/panel.html": 5_000 }, /src\/panel\.html: 6\.\d kB/],
    ["an entry that was not built", { "src/renamed.html": 1e6 }, /src\/renamed\.html: not built/],
    ["each of several", { "src/x.html": 1, "src/other.html": 1 }, /x\.html.*; .*other\.html/],
  ])("%s", (_name, budgets, error) => {
    if (error === null) expect(build(budgets)).toBeNull();
    else expect(build(budgets)).toMatch(error);
  });
});
