import { expect } from "vitest";
import { judge } from "../../src/verdict/judge.ts";
import type { DrivenBrowser, DrivenPanel } from "../both/driven-browser.ts";
import { atRest, known } from "../both/recorded-by-worker.ts";
import type { Lab } from "../lab/lab.ts";
import type { LabResponse } from "../lab/lab-response.ts";

interface QuietCall {
  readonly verdict: string;
  readonly init?: RequestInit;
  readonly preflight?: LabResponse;
  readonly response: LabResponse | ((lab: Lab) => LabResponse);
}

const open = (lab: Lab) => ["Access-Control-Allow-Origin", lab.origins.page] as const;

/** One call for each outcome, and for each way to it. */
const CALLS: Readonly<Record<string, QuietCall>> = {
  open: { verdict: "allowed", response: (lab) => ({ headers: [open(lab)] }) },
  anyone: {
    verdict: "allowed",
    response: { headers: [["Access-Control-Allow-Origin", "*"]] },
  },
  refused: { verdict: "blocked missing-allow-origin", response: { headers: [] } },
  "not-found": {
    verdict: "blocked missing-allow-origin",
    response: { status: 404, headers: [] },
  },
  other: {
    verdict: "blocked allow-origin-mismatch",
    response: { headers: [["Access-Control-Allow-Origin", "https://other.test"]] },
  },
  twice: {
    verdict: "blocked multiple-allow-origin-values",
    response: { headers: [["Access-Control-Allow-Origin", "https://a.test, https://b.test"]] },
  },
  preflight: {
    verdict: "blocked missing-allow-origin",
    init: { method: "PUT" },
    preflight: { status: 204, headers: [] },
    response: { headers: [] },
  },
  redirected: {
    verdict: "allowed",
    response: (lab) => ({
      status: 302,
      headers: [open(lab), ["Location", lab.url("apiA", "quiet-open", "?redirected")]],
    }),
  },
  opaque: {
    verdict: "opaque opaque-no-cors",
    init: { mode: "no-cors" },
    response: { headers: [] },
  },
  reset: { verdict: "failed connection-reset", response: "reset" },
};

/** A tab that made a few requests before all storms, and none since. */
export interface QuietTab {
  isWhole(inside: DrivenPanel): Promise<void>;
}

/** Opens the quiet tab, and expects its verdicts to be right. */
export async function openQuietTab(browser: DrivenBrowser): Promise<QuietTab> {
  const { lab } = browser;
  const page = await browser.newPage();
  await page.goto(`${lab.origins.page}/blank?quiet`);
  const verdicts: Record<string, string> = {};
  for (const [name, { init, preflight, response, verdict }] of Object.entries(CALLS)) {
    const spec = typeof response === "function" ? response(lab) : response;
    lab.respond(`quiet-${name}`, preflight ? { preflight, response: spec } : { response: spec });
    await page.fetch(lab.url("apiA", `quiet-${name}`), init);
    verdicts[lab.url("apiA", `quiet-${name}`)] = verdict;
  }
  const panel = await page.openPanel();
  const tabId = await panel.evaluate(() =>
    Number(new URL(location.href).searchParams.get("tabId")),
  );
  const before = await atRest(panel, "quiet-", 0, tabId);
  const found = before.wanted.map((exchange) => {
    const { outcome, cause } = judge(exchange);
    return [exchange.hops[0]?.url ?? "", `${outcome} ${cause?.code ?? ""}`.trim()];
  });
  expect(Object.fromEntries(found)).toEqual(verdicts);
  expect([found.length, before.pending, before.state.dropped]).toEqual([10, [], 0]);
  await panel.close();
  return {
    isWhole: async (inside) =>
      expect(known(await atRest(inside, "quiet-", 0, tabId))).toEqual(known(before)),
  };
}
