import { expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../protocol/messages.ts";
import { type BugReportParts, toBugReport } from "./bug-report.ts";

const SECRET = "Zq7kX9vB2mW4";

const parts = (init: Partial<BugReportParts> = {}): BugReportParts => ({
  userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0",
  language: "de-AT",
  view: "panel",
  settings: DEFAULT_SETTINGS,
  tab: { requests: 3, paused: false },
  worker: { startedAt: 1, hasAccess: true, probeScripts: null },
  troubles: [],
  lost: 0,
  ...init,
});

it("lists the extension's settings, and its errors by time", () => {
  const report = toBugReport(
    parts({
      troubles: [
        { kind: "restored", at: 2_000, counts: { ms: 12, requests: 3, pending: 1 } },
        {
          kind: "event-not-understood",
          at: 1_000,
          times: 4,
          lastAt: 1_500,
          tabId: 7,
          of: "headers-received",
          error: "TypeError: x is not a function",
        },
      ],
    }),
  );
  expect(report).toMatchObject({ system: "Linux", language: "de-AT", settings: DEFAULT_SETTINGS });
  expect(report.journal).toEqual([
    {
      kind: "event-not-understood",
      at: "1970-01-01T00:00:01.000Z",
      times: 4,
      lastAt: "1970-01-01T00:00:01.500Z",
      ofTab: true,
      of: "headers-received",
      error: { name: "TypeError", message: "… is not a function", stack: [] },
      counts: null,
    },
    {
      kind: "restored",
      at: "1970-01-01T00:00:02.000Z",
      times: 1,
      lastAt: "1970-01-01T00:00:02.000Z",
      ofTab: false,
      of: null,
      error: null,
      counts: { ms: 12, requests: 3, pending: 1 },
    },
  ]);
});

it("contains no foreign text, wherever it was", () => {
  const everywhere = {
    [SECRET]: 1,
    ok: SECRET,
    list: [SECRET],
    nested: { deep: SECRET },
    language: SECRET,
  };
  const report = toBugReport(
    parts({
      userAgent: SECRET,
      language: SECRET,
      settings: everywhere,
      tab: everywhere,
      worker: everywhere,
      lost: SECRET as unknown as number,
      troubles: [
        {
          kind: SECRET as "restored",
          at: SECRET as unknown as number,
          times: SECRET as unknown as number,
          lastAt: SECRET as unknown as number,
          of: SECRET as "pause",
          tabId: SECRET as unknown as number,
          error: SECRET,
          counts: everywhere as unknown as Record<string, number>,
        },
      ],
    }),
  );
  expect(JSON.stringify(report)).not.toContain("Zq7");
});

// User agents of current browsers.
it.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0", "Windows"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36", "Mac OS X"],
  ["Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36", "CrOS"],
  ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Mobile", "Android"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Linux"],
  ["Mozilla/5.0 (PlayStation; PlayStation 5/6.50)", "unknown"],
])("names for %s the system %s", (userAgent, system) => {
  expect(toBugReport(parts({ userAgent })).system).toBe(system);
});

// https://www.rfc-editor.org/rfc/rfc5646#section-2.1 : language, script and region.
it.each([
  ...["de", "de-AT", "zh-Hant", "zh-Hant-TW", "es-419", "fil"].map((tag) => [tag, tag]),
  ...["d", "DE", "de-at", "de-ATX", "de-Latnx", "de-AT-x", "dexx", "de-41"].map((tag) => [
    tag,
    "unknown",
  ]),
])("keeps of the language %s only %s", (language, kept) => {
  expect(toBugReport(parts({ language })).language).toBe(kept);
});

it("keeps the settings' numbers, switches and words under their names in code", () => {
  const kept = { zero: 0, isOn: false, nothing: null, ratio: -1.5, probe: "always", ui: "browser" };
  const gone = {
    ...{ a: 1, a1: 1, Aa: 1, "a-b": 1, a_b: 1, [`a${"b".repeat(31)}`]: 1, aB: undefined, aC: [1] },
    ...{ infinite: Number.POSITIVE_INFINITY, none: Number.NaN, word: "never", of: {} },
  };
  const longest = { [`a${"b".repeat(30)}`]: "de", while: "while-open" };
  const report = toBugReport(parts({ settings: { ...kept, ...gone, ...longest } }));
  expect(report.settings).toEqual({ ...kept, ...longest });
  expect(toBugReport(parts({ worker: null, view: "popup", lost: 3 }))).toMatchObject({
    ...{ worker: null, view: "popup", journalLost: 3, version: 1 },
  });
});

it("sorts entries of the same time as they were noted, and accepts any time", () => {
  const times = [5, 1, 5, -1, 1e300, Number.NaN];
  const troubles = times.map((at, times) => ({ kind: "restored", at, times }) as const);
  const { journal } = toBugReport(parts({ troubles }));
  expect(journal.map(({ at, times }) => [at, times])).toEqual([
    ["1970-01-01T00:00:00.000Z", 3],
    ["1970-01-01T00:00:00.000Z", 5],
    ["1970-01-01T00:00:00.001Z", 1],
    ["1970-01-01T00:00:00.005Z", 0],
    ["1970-01-01T00:00:00.005Z", 2],
    ["9999-12-31T23:59:59.999Z", 4],
  ]);
});
