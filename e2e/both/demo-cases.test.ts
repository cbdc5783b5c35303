import { beforeAll, describe, expect, test } from "vitest";
import { harProblems } from "../../src/report/har-validator.test-helper.ts";
import { saidTwiceInViews } from "../../src/view/components/said-in-view.test-helper.ts";
import { disagreements as disagreementsInChromium } from "../chromium/agreement.ts";
import { driveCases as driveInChromium } from "../chromium/drive-cases.ts";
import { exportMarkdown } from "../chromium/exports.ts";
import { useSetting as useChromium } from "../chromium/setting.ts";
import { disagreements as disagreementsInFirefox } from "../firefox/agreement.ts";
import { driveCases as driveInFirefox } from "../firefox/drive-cases.ts";
import { useSetting as useFirefox } from "../firefox/setting.ts";
import { cases } from "../lab/cases.ts";
import { exchangesIn, replayed } from "../lab/replayed.ts";
import { rulesShownIn } from "../lab/rules-of-cases.ts";
import { ALLOWED } from "./allowed-differences.ts";
import {
  exchangeDifferences,
  markdownDifferences,
  type ReportDifference,
} from "./report-differences.ts";

const inChromium = useChromium();
const inFirefox = useFirefox();
let chromium: Awaited<ReturnType<typeof driveInChromium>>;
let firefox: Awaited<ReturnType<typeof driveInFirefox>>;
let markdown: readonly [string, string];

// Every test reads the same two records of the whole demo, each browser's from the same lab.
beforeAll(async () => {
  const { lab } = inChromium;
  chromium = await driveInChromium(inChromium.browser, lab);
  firefox = await driveInFirefox(inFirefox.browser, lab);
  markdown = [
    await exportMarkdown(chromium.panel),
    await inFirefox.browser.download(firefox.panel, "Export Markdown"),
  ];
});

describe("every case of the demo, against what the page and Chromium say", () => {
  const accountsOf = (id: string) => chromium.accounts.filter((account) => account.case.id === id);
  const seenIn = (id: string) => accountsOf(id).at(-1)?.seen?.outcome;

  test.each(cases)("$id", ({ id }) => {
    expect(accountsOf(id).flatMap(disagreementsInChromium)).toEqual([]);
  });

  test.each(rulesShownIn("chromium"))("rule %s decides %s", (_rule, id, decides) => {
    expect(decides).toContain(accountsOf(id).at(-1)?.ours?.rule);
  });

  test.each(cases.filter((one) => one.twin))("$id is stopped, its twin $twin is not", (one) => {
    expect(seenIn(one.id)).not.toBe("allowed");
    expect(seenIn(one.twin ?? "")).not.toBe("rejected");
  });

  test("nothing is said twice in the details of a request or of a problem", () => {
    expect(saidTwiceInViews(exchangesIn(chromium.har))).toEqual([]);
  });
});

describe("every case of the demo, against what the page and Firefox say", () => {
  const accountsOf = (id: string) => firefox.accounts.filter((account) => account.case.id === id);

  test.each(cases)("$id", ({ id }) => {
    expect(accountsOf(id).flatMap(disagreementsInFirefox)).toEqual([]);
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
    const doubted = firefox.accounts.filter(({ ours }) => ours?.certainty === "ambiguous");
    expect(doubted.map((account) => account.case.id)).toEqual(
      cases.map(({ id }) => id).filter((id) => UNDECIDABLE.includes(id)),
    );
  });

  test("the report of it all is a valid HAR", () => {
    expect(harProblems(firefox.har)).toEqual([]);
    expect(firefox.har.log.browser?.name).toBe("Firefox");
  });
});

test.each([
  ["Chromium", () => chromium.har],
  ["Firefox", () => firefox.har],
])(
  "the report of it all in %s, opened again, says the same word for word",
  (_product, reported) => {
    const har = reported();
    const again = replayed(har);
    expect(again.log._cors.exchanges.length).toBeGreaterThanOrEqual(cases.length);
    expect(again.log._cors.exchanges).toEqual(har.log._cors.exchanges);
    expect(again).toEqual(har);
  },
);

describe("the reports of the same page in both browsers", () => {
  const used = new Set<(typeof ALLOWED)[number]>();

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
