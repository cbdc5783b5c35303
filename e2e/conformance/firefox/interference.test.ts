import { expect, test } from "vitest";
import { bound } from "../exclusions.ts";
import { scenariosFrom } from "../generate/scenarios.ts";
import { findInterference, UNSTEADY } from "../interference.ts";
import { firefoxLaunchers } from "./plain-browser.ts";

const SCENARIOS = 24;

test(`Firefox does the same with and without the extension, in ${SCENARIOS} generated scenarios`, async () => {
  const scenarios = scenariosFrom(1, SCENARIOS, "plain");
  const { interference, unsteady } = await findInterference(scenarios, firefoxLaunchers);
  expect(interference).toEqual([]);
  expect(unsteady.length).toBeLessThanOrEqual(bound(UNSTEADY, SCENARIOS));
}, 400_000);
