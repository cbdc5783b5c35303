import { afterEach, expect, it, vi } from "vitest";
import { isIncomplete, loadPart } from "./load-part.ts";

afterEach(() => {
  isIncomplete.value = false;
  vi.restoreAllMocks();
});

it("loads the part, and the view is complete", async () => {
  expect(await loadPart(async () => 1)).toBe(1);
  expect(isIncomplete.value).toBe(false);
});

it("marks a part as missing until the view is reopened", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const missing = new TypeError("Failed to fetch dynamically imported module");
  expect(await loadPart(() => Promise.reject(missing))).toBeUndefined();
  expect(isIncomplete.value).toBe(true);
  expect(warn).toHaveBeenCalledWith(expect.any(String), missing);
  await loadPart(async () => 1);
  expect(isIncomplete.value).toBe(true);
});
