import { expect, it } from "vitest";
import { addTrouble, MOST, MOST_OF_A_KIND } from "./add-trouble.ts";
import { TROUBLE_KINDS, type Trouble } from "./trouble.ts";

it("counts repeated trouble in the last entry of its kind", () => {
  const troubles: Trouble[] = [];
  const failed = { kind: "write-failed", error: "Error: full" } as const;
  addTrouble(troubles, { ...failed, at: 1 });
  addTrouble(troubles, { kind: "write-recovered", at: 2 });
  addTrouble(troubles, { ...failed, at: 3 });
  addTrouble(troubles, { ...failed, at: 4 });
  addTrouble(troubles, { ...failed, at: 5, tabId: 1 });
  addTrouble(troubles, { ...failed, at: 6, error: "Error: broken" });
  expect(troubles).toEqual([
    { ...failed, at: 1, times: 3, lastAt: 4 },
    { kind: "write-recovered", at: 2 },
    { ...failed, at: 5, tabId: 1 },
    { ...failed, at: 6, error: "Error: broken" },
  ]);
});

it("keeps different numbers separate", () => {
  const troubles: Trouble[] = [];
  for (const at of [1, 2]) addTrouble(troubles, { kind: "restored", at, counts: { requests: 1 } });
  expect(troubles).toHaveLength(2);
});

it("limits a flood of one kind, whose oldest entries are removed first and counted", () => {
  const troubles: Trouble[] = [{ kind: "write-failed", at: 0 }];
  let lost = 0;
  for (let at = 1; at <= 1_000; at++) {
    lost += addTrouble(troubles, { kind: "event-not-understood", at, error: `Error: ${at}` });
  }
  expect(troubles.map(({ at }) => at)).toEqual([
    0,
    ...Array.from({ length: MOST_OF_A_KIND }, (_, n) => 1_001 - MOST_OF_A_KIND + n),
  ]);
  expect(lost).toBe(1_000 - MOST_OF_A_KIND);
});

it("is always bounded: the oldest entries are removed first", () => {
  const troubles: Trouble[] = [];
  let lost = 0;
  for (let at = 0; at < 1_000; at++) {
    const kind = TROUBLE_KINDS[at % TROUBLE_KINDS.length] as Trouble["kind"];
    lost += addTrouble(troubles, { kind, at, error: `Error: ${at}` });
  }
  expect(troubles.map(({ at }) => at)).toEqual(Array.from({ length: MOST }, (_, n) => 800 + n));
  expect(lost).toBe(1_000 - MOST);
});
