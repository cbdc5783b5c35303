import { expect, it } from "vitest";
import { entryKey, goneKey, numberOf, StoredItems } from "./stored-items.ts";

const keys = (items: StoredItems, most: number, busy: readonly string[] = []) =>
  items
    .toCompress(most, (key) => !busy.includes(key))
    .map(({ key, text }) => `${key.split(":").slice(1).join(":")} ${text.length}`);

/** Loose entries by their keys: "1:a" is of tab 1. */
const holding = (sizes: Readonly<Record<string, number>>) => {
  const items = new StoredItems();
  for (const [key, size] of Object.entries(sizes)) {
    const [tab = "", id = ""] = key.split(":");
    items.put(entryKey(Number(tab), id), "x".repeat(size));
  }
  return items;
};

// biome-ignore format: a table is read by its columns.
it.each([
  ["entries that fit, the oldest first",                    { "1:a": 10, "1:b": 10, "1:c": 10 }, 25, [],      ["1:a 10", "1:b 10"]],
  ["at least one, however large",                           { "1:a": 30, "1:b": 10 },            25, [],      ["1:a 30"]],
  ["nothing more once one does not fit",                    { "1:a": 10, "1:b": 30, "1:c": 10 }, 25, [],      ["1:a 10"]],
  ["compressed entries",                                    { "1:a": 10, "1:b": 10 },            25, ["1:a"], ["1:b 10"]],
  ["the largest tab's entries",                             { "1:a": 10, "2:a": 8, "2:b": 8 },   25, [],      ["2:a 8", "2:b 8"]],
  ["the compressed entries of the tab with most of them",   { "1:a": 10, "2:a": 8, "2:b": 8 },   25, ["2:a"], ["1:a 10"]],
  ["nothing from an empty list",                            {},                                  25, [],      []],
] as const)("compresses next %s", (_name, sizes, most, busy, wanted) => {
  const held = holding(sizes as Readonly<Record<string, number>>);
  const keysOf = busy.map((key) => entryKey(Number(key.split(":")[0]), key.split(":")[1] ?? ""));
  expect(keys(held, most, keysOf)).toEqual(wanted);
});

// The browser counts an item's key and value.
it("counts stored items, and not removed ones", () => {
  const items = holding({ "1:a": 100, "1:b": 50 });
  const before = items.bytesWith([], []);
  const a = entryKey(1, "a");
  expect(items.looseBytes).toBe(150);
  expect(items.bytesWith([[a, "x".repeat(30)]], [])).toBe(before - 70);
  expect(items.bytesWith([], [entryKey(1, "none")])).toBe(before);
  expect(items.bytesWith([], [a])).toBeLessThan(before - 100);
  items.remove(a);
  expect([items.has(a), items.looseText(a), items.looseBytes]).toEqual([false, undefined, 50]);
  items.remove(entryKey(1, "b"));
  expect([items.bytesWith([], []), items.looseBytes]).toEqual([0, 0]);
});

it("knows the tab of each key", () => {
  expect(numberOf(entryKey(12, "a:b"))).toBe(12);
  expect(numberOf(goneKey("block:7:3"))).toBe(7);
});
