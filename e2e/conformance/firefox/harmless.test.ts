import { expect, test } from "vitest";
import { bound } from "../exclusions.ts";
import { scenarioOf } from "../generate/scenarios.ts";
import { findHarm, UNSTEADY } from "../harmless.ts";
import { firefoxVisitors } from "./visitors.ts";

const SCENARIOS = 40;

test(`Firefox does the same with and without the extension, in ${SCENARIOS} generated scenarios`, async () => {
  const scenarios = Array.from({ length: SCENARIOS }, (_, i) => scenarioOf(i + 1, "plain"));
  const { harm, unsteady } = await findHarm(scenarios, firefoxVisitors);
  expect(harm).toEqual([]);
  expect(unsteady.length).toBeLessThanOrEqual(bound(UNSTEADY, SCENARIOS));
}, 400_000);
