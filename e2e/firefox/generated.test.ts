import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scenarioOf } from "../conformance/generate/scenarios.ts";
import { differences, type GeneratedAccount, Stand } from "./generated.ts";

const SCENARIOS = 150;

describe.each([
  ["with the probe", true],
  ["by the events alone", false],
])(`${SCENARIOS} generated scenarios, against what Firefox says, %s`, (_name, probe) => {
  let stand: Stand;
  let accounts: GeneratedAccount[];

  beforeAll(async () => {
    stand = await Stand.open();
    const scenarios = Array.from({ length: SCENARIOS }, (_, i) => scenarioOf(i + 1, "plain"));
    accounts = await stand.run(scenarios, probe);
  });
  afterAll(() => stand?.close());

  const differing = (about: string) =>
    accounts
      .filter((account) => differences(account).some((one) => one.about === about))
      .map((account) => ({ id: account.staged.id, ...differences(account)[0] }));

  test("no verdict is wrong about the outcome", () => {
    expect(differing("outcome")).toEqual([]);
  });

  test("no verdict is wrong about Firefox's name for the error", () => {
    expect(differing("name")).toEqual([]);
  });

  test("the truth is among the readings of the ambiguous", () => {
    expect(differing("uncovered")).toEqual([]);
  });

  test("most verdicts are certain, or likely", () => {
    const sure = accounts.filter(({ ours }) => ours !== null && ours.certainty !== "ambiguous");
    expect(sure.length).toBeGreaterThan(SCENARIOS * 0.7);
  });
});
