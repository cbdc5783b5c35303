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

it("says how the extension is set, and what went wrong in it, by time", () => {
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

it("takes no text that is not ours, wherever it stands", () => {
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
