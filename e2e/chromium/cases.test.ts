import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saidTwiceInViews } from "../../src/view/components/said-in-view.test-helper.ts";
import { cases } from "../lab/cases.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { exchangesIn, replayed } from "../lab/replayed.ts";
import { rulesShownIn } from "../lab/rules-of-cases.ts";
import { disagreements } from "./agreement.ts";
import { type ExtensionBrowser, launchWithExtension } from "./browser.ts";
import { type DrivenDemo, driveCases } from "./drive-cases.ts";

describe("every case of the demo, against what the page and Chromium say", () => {
  let lab: Lab;
  let browser: ExtensionBrowser;
  let demo: DrivenDemo;

  beforeAll(async () => {
    lab = await startLab();
    browser = await launchWithExtension();
    demo = await driveCases(browser, lab);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });

  const accountsOf = (id: string) => demo.accounts.filter((account) => account.case.id === id);
  const seenIn = (id: string) => accountsOf(id).at(-1)?.seen?.outcome;

  test.each(cases)("$id", ({ id }) => {
    expect(accountsOf(id).flatMap(disagreements)).toEqual([]);
  });

  test.each(rulesShownIn("chromium"))("rule %s decides %s", (_rule, id, decides) => {
    expect(decides).toContain(accountsOf(id).at(-1)?.ours?.rule);
  });

  test.each(cases.filter((one) => one.twin))("$id is stopped, its twin $twin is not", (one) => {
    expect(seenIn(one.id)).not.toBe("allowed");
    expect(seenIn(one.twin ?? "")).not.toBe("rejected");
  });

  test("nothing is said twice in the details of a request or of a problem", () => {
    expect(saidTwiceInViews(exchangesIn(demo.har))).toEqual([]);
  });

  test("the report of it all, opened again, says the same of every exchange, word for word", () => {
    const again = replayed(demo.har);
    expect(again.log._cors.exchanges.length).toBeGreaterThanOrEqual(cases.length);
    expect(again.log._cors.exchanges).toEqual(demo.har.log._cors.exchanges);
    expect(again).toEqual(demo.har);
  });
});
