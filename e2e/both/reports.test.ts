import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchWithExtension } from "../chromium/browser.ts";
import { driveCases as driveInChromium } from "../chromium/drive-cases.ts";
import { exportMarkdown } from "../chromium/exports.ts";
import { driveCases as driveInFirefox } from "../firefox/drive-cases.ts";
import { FirefoxBrowser } from "../firefox/driver.ts";
import { cases } from "../lab/cases.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { ALLOWED } from "./allowed-differences.ts";
import {
  exchangeDifferences,
  markdownDifferences,
  type ReportDifference,
} from "./report-differences.ts";

describe("the reports of the same page in both browsers", () => {
  let lab: Lab;
  let chromium: Awaited<ReturnType<typeof driveInChromium>>;
  let firefox: Awaited<ReturnType<typeof driveInFirefox>>;
  let markdown: readonly [string, string];
  const used = new Set<(typeof ALLOWED)[number]>();

  beforeAll(async () => {
    lab = await startLab();
    const first = await launchWithExtension();
    chromium = await driveInChromium(first, lab);
    const inChromium = await exportMarkdown(chromium.panel);
    await first.close();
    const second = await FirefoxBrowser.launch();
    firefox = await driveInFirefox(second, lab);
    markdown = [inChromium, await second.download(firefox.panel, "Export Markdown")];
    await second.close();
  });
  afterAll(() => lab?.close());

  const isTheBrowsers = (
    { where, one, other, cases: about = [] }: ReportDifference,
    id: string | null,
  ) => {
    const reason = ALLOWED.find(
      (allowed) =>
        allowed.where.test(where) &&
        (allowed.cases?.some((one) => one === id || about.includes(one)) ?? true) &&
        (allowed.line === undefined || allowed.line.test(one) || allowed.line.test(other)),
    );
    if (reason !== undefined) used.add(reason);
    return reason !== undefined;
  };
  const of = ({ accounts }: Pick<typeof chromium | typeof firefox, "accounts">, id: string) =>
    (accounts as readonly (typeof accounts)[number][]).filter((account) => account.case.id === id);

  test.each(cases)("tell the same of $id, but for what is the browsers'", ({ id }) => {
    const [ones, others] = [of(chromium, id), of(firefox, id)];
    expect(others.map(({ seen }) => seen?.outcome)).toEqual(ones.map(({ seen }) => seen?.outcome));
    for (const [index, { ours: one }] of ones.entries()) {
      const other = others[index]?.ours;
      if (one == null || other == null) throw new Error("Not in both reports.");
      const found = exchangeDifferences([one, chromium.har], [other, firefox.har]);
      expect(found.filter((difference) => !isTheBrowsers(difference, id))).toEqual([]);
    }
  });

  test("say the same to people, but for what is the browsers'", () => {
    const found = markdownDifferences(...markdown);
    expect(found.filter((difference) => !isTheBrowsers(difference, null))).toEqual([]);
  });

  test("differ in no way that is listed without need", () => {
    expect(ALLOWED.filter((allowed) => !used.has(allowed))).toEqual([]);
  });
});
