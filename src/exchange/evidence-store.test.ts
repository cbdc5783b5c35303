import fc from "fast-check";
import { expect, it } from "vitest";
import { ChangeBuilder } from "./change.ts";
import { EvidenceStore } from "./evidence-store.ts";

const key = fc.constantFrom("a", "b", "c", "d", "e");
/** A put of an item with so many characters, or a forget. */
const step = fc.record({ key, length: fc.option(fc.nat(9)), isSought: fc.boolean() });

it("knows the largest item while items are added, grow, shrink and are removed", () => {
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const meter = { bytes: 0 };
      const store = new EvidenceStore<{ readonly text: string }>(meter, (stored) => ({
        under: { url: [] },
        stored,
        parts: [stored],
      }));
      const change = new ChangeBuilder(1);
      for (const { key, length, isSought } of steps) {
        if (length === null) store.forget(key, change);
        else store.put(key, { text: "x".repeat(length) }, change);
        // The largest is only looked up now and then, because the store continues from its last result.
        if (!isSought) continue;
        const sizes = [...store.keys()].map((one) => store.bytesOf(one));
        expect(meter.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
        const largest = store.largest();
        expect(largest === undefined ? [] : [store.bytesOf(largest)]).toEqual(
          sizes.length === 0 ? [] : [Math.max(...sizes)],
        );
      }
    }),
  );
});
