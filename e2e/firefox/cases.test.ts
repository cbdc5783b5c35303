import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { harProblems } from "../../src/report/har-validator.test-helper.ts";
import { cases } from "../lab/cases.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { replayed } from "../lab/replayed.ts";
import { rulesShownIn } from "../lab/rules-of-cases.ts";
import { disagreements } from "./agreement.ts";
import { type DrivenDemo, driveCases } from "./drive-cases.ts";
import { FirefoxBrowser } from "./driver.ts";

describe("every case of the demo, against what the page and Firefox say", () => {
  let lab: Lab;
  let browser: FirefoxBrowser;
  let demo: DrivenDemo;

  beforeAll(async () => {
    lab = await startLab();
    browser = await FirefoxBrowser.launch();
    demo = await driveCases(browser, lab);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });

  const accountsOf = (id: string) => demo.accounts.filter((account) => account.case.id === id);

  test.each(cases)("$id", ({ id }) => {
    expect(accountsOf(id).flatMap(disagreements)).toEqual([]);
  });

  test.each(rulesShownIn("firefox"))("rule %s decides %s", (_rule, id, decides) => {
    expect(decides).toContain(accountsOf(id).at(-1)?.ours?.rule);
  });

  /**
   * Cases that Gecko's events do not distinguish: two header lines from one, a reset from a close, and the
   * credentials of a worker's request. The truth is among the alternatives.
   */
  const UNDECIDABLE = [
    "duplicate-allow-origin",
    "origin-list",
    "connection-reset",
    "empty-response",
    "star-beside-own-origin",
    "worker",
  ];

  test("all else is beyond doubt, but for what only the page knows", () => {
    const doubted = demo.accounts.filter(({ ours }) => ours?.certainty === "ambiguous");
    expect(doubted.map((account) => account.case.id)).toEqual(
      cases.map(({ id }) => id).filter((id) => UNDECIDABLE.includes(id)),
    );
  });

  test("the report of it all is a valid HAR", () => {
    expect(harProblems(demo.har)).toEqual([]);
    expect(demo.har.log.browser?.name).toBe("Firefox");
  });

  test("the report of it all, opened again, says the same of every exchange, word for word", () => {
    const again = replayed(demo.har);
    expect(again.log._cors.exchanges.length).toBeGreaterThanOrEqual(cases.length);
    expect(again.log._cors.exchanges).toEqual(demo.har.log._cors.exchanges);
    expect(again).toEqual(demo.har);
  });
});
