import { expect, it } from "vitest";
import { NO_MEMORY, readMemory } from "./memory.ts";

it("is restored unchanged", () => {
  const memory = {
    ...NO_MEMORY,
    tab: "issues",
    text: "method:PUT",
    buckets: ["blocked"],
    issueOrder: "newest",
    sort: { column: "url", descending: true },
    columns: ["type", "duration"],
    share: 55,
    openSections: ["steps"],
    stacks: [["api.test", "nginx"]],
  } as const;
  expect(readMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
});

it.each([
  undefined,
  null,
  "x",
  { tab: "other", text: 7, buckets: "blocked", share: 2000, openSections: [1, null] },
  { sort: { column: "size", descending: true }, columns: ["size", 7] },
  { sort: { column: "url" }, columns: { type: true } },
  { sort: "url", columns: "type" },
  { stacks: { "api.test": "nginx" } },
  { stacks: [["api.test"], ["api.test", 7], "nginx", ["x".repeat(300), "nginx"]] },
])("is ignored if it is %j", (stored) => {
  expect(readMemory(stored)).toEqual(NO_MEMORY);
});
