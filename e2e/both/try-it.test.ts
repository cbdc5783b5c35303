import { afterAll, afterEach, describe, expect, it } from "vitest";
import { anExchange } from "../../src/exchange/exchange.test-builder.ts";
import { explain } from "../../src/explanation/explain.ts";
import type { CorsHar } from "../../src/report/har.ts";
import { planTrials } from "../../src/try-it/rules-for.ts";
import { type CauseCode, CODES, type CodeOf, familyOf } from "../../src/verdict/codes.ts";
import { FAILING as EXCHANGES } from "../../src/verdict/failing-exchange.test-builder.ts";
import { judge } from "../../src/verdict/judge.ts";
import { headerOf } from "../lab/request-head.ts";
import type { Script } from "../lab/scripts.ts";
import {
  BROWSERS,
  type DrivenBrowser,
  type DrivenPage,
  type DrivenPanel,
  type DrivenPopup,
} from "./driven-browser.ts";

type Lines = readonly (readonly [string, string])[];

const ORIGIN = "Access-Control-Allow-Origin";
const PUT = { method: "PUT", headers: { "x-key": "1" } } as const;
const INCLUDE = { credentials: "include" } as const;

interface Failing {
  readonly init?: RequestInit;
  /** The failing responses; `page` is the page's origin. */
  readonly script: (page: string) => Script;
  /** Why this browser's header rules cannot fix it; absent if they can. */
  readonly cannot?: Partial<Record<string, string>>;
}

const response = (headers: Lines): Script => ({ response: { headers } });
const preflight = (page: string, headers: Lines, status = 204): Script => ({
  preflight: { status, headers },
  response: { headers: [[ORIGIN, page]] },
});

/** Failing requests for each CORS code; null for one that no response header causes or fixes. */
const FAILING: Readonly<Record<CodeOf<"cors">, readonly Failing[] | null>> = {
  "missing-allow-origin": [
    { script: () => response([]) },
    {
      init: PUT,
      script: () => ({ preflight: { status: 204 }, response: {} }),
    },
  ],
  "multiple-allow-origin-values": [
    {
      script: (page) => response([[ORIGIN, `${page}, ${page}`]]),
    },
    {
      script: (page) =>
        response([
          [ORIGIN, page],
          [ORIGIN, page],
        ]),
      cannot: { Firefox: "passes not" },
    },
  ],
  "invalid-allow-origin-value": [{ script: () => response([[ORIGIN, "app.test"]]) }],
  "allow-origin-mismatch": [{ script: () => response([[ORIGIN, "https://other.test"]]) }],
  "wildcard-origin-not-allowed": [{ init: INCLUDE, script: () => response([[ORIGIN, "*"]]) }],
  "invalid-allow-credentials": [
    {
      init: INCLUDE,
      script: (page) =>
        response([
          [ORIGIN, page],
          ["Access-Control-Allow-Credentials", "True"],
        ]),
    },
  ],
  "invalid-allow-methods": [
    {
      init: PUT,
      script: (page) =>
        preflight(page, [
          [ORIGIN, page],
          ["Access-Control-Allow-Methods", "P UT"],
          ["Access-Control-Allow-Headers", "x-key"],
        ]),
    },
  ],
  "invalid-allow-headers": [
    {
      init: PUT,
      script: (page) =>
        preflight(page, [
          [ORIGIN, page],
          ["Access-Control-Allow-Methods", "PUT"],
          ["Access-Control-Allow-Headers", "x key"],
        ]),
    },
  ],
  "method-disallowed": [
    {
      init: PUT,
      script: (page) =>
        preflight(page, [
          [ORIGIN, page],
          ["Access-Control-Allow-Headers", "x-key"],
        ]),
    },
  ],
  "header-disallowed": [
    {
      init: PUT,
      script: (page) =>
        preflight(page, [
          [ORIGIN, page],
          ["Access-Control-Allow-Methods", "PUT"],
        ]),
    },
  ],
  "preflight-invalid-status": [
    {
      init: PUT,
      script: (page) => preflight(page, [[ORIGIN, page]], 404),
      cannot: { Chromium: "another status", Firefox: "another status" },
    },
  ],
  "preflight-disallowed-redirect": [
    {
      init: PUT,
      script: (page) =>
        preflight(
          page,
          [
            [ORIGIN, page],
            ["Location", "/elsewhere"],
          ],
          302,
        ),
      cannot: { Chromium: "is redirected", Firefox: "is redirected" },
    },
  ],
  "redirect-contains-credentials": [
    {
      script: (page) => (request) => {
        const host = headerOf(request, "host");
        const isEnd = request.target.endsWith("/end");
        const location = `http://user:secret@${host}${request.target}/end`;
        const headers: Lines = [[ORIGIN, page]];
        return isEnd ? { headers } : { status: 302, headers: [...headers, ["Location", location]] };
      },
    },
  ],
  "disallowed-by-mode": null,
  "cors-disabled-scheme": null,
  "invalid-response": null,
  "no-cors-redirect-mode-not-follow": null,
  "no-cors-method-not-safelisted": null,
  "no-cors-stream-body": null,
};
const ROWS = Object.entries(FAILING).flatMap(([code, rows]) =>
  (rows ?? []).map((one, index) => [code, index, one] as const),
);

const TRY = "Try it in this tab";
const STOP = "Stop trial";
const OVER = "The trial is over";
/** The start of a browser takes long on a busy machine, in milliseconds. */
const STARTS_WITHIN = 120_000;

/** The number of our rules in the browser. */
const rulesIn = (panel: DrivenPanel) =>
  panel.evaluate(async () => {
    type Api = { declarativeNetRequest?: { getSessionRules(): Promise<unknown[]> } };
    const all = globalThis as unknown as { browser?: Api; chrome: Api };
    const api = (all.browser ?? all.chrome).declarativeNetRequest;
    return api === undefined ? 0 : (await api.getSessionRules()).length;
  });

/** Changes the time left for the active trial, in milliseconds. */
const endsIn = (panel: DrivenPanel, ms: number) =>
  panel.evaluate(async (left) => {
    type Rule = { readonly id: number; readonly condition: object };
    type Port = { postMessage(message: unknown): void };
    type Api = {
      declarativeNetRequest: { getSessionRules(): Promise<Rule[]> };
      runtime: { connect(options: { name: string }): Port };
    };
    const all = globalThis as unknown as { browser?: Api; chrome: Api };
    const { declarativeNetRequest, runtime } = all.browser ?? all.chrome;
    const rules = (await declarativeNetRequest.getSessionRules()).map(
      ({ id: _id, ...rule }) => rule,
    );
    const tabId = new URLSearchParams(location.search).get("tabId");
    const trial = { tried: [], rules, until: Date.now() + left };
    runtime.connect({ name: `popup:${tabId}` }).postMessage({ type: "try", trial });
  }, ms);

const shows = (panel: DrivenPopup, text: string) =>
  panel.evaluate((wanted) => document.body.innerText.includes(wanted), text);

/** Selects the only issue. */
async function openIssue(panel: DrivenPanel): Promise<void> {
  await panel.evaluate(() => document.querySelector<HTMLElement>("[role=tab]")?.click());
  await expect
    .poll(() =>
      panel.evaluate(() => {
        const rows = [...document.querySelectorAll<HTMLElement>(".row")];
        rows[0]?.click();
        return rows.map((row) => row.innerText);
      }),
    )
    .toEqual([expect.any(String)]);
}

async function begin(panel: DrivenPanel): Promise<void> {
  await openIssue(panel);
  await panel.press(TRY);
  await expect.poll(() => shows(panel, STOP)).toBe(true);
  expect(await rulesIn(panel)).toBeGreaterThan(0);
}

describe("codes of CORS without a row", () => {
  const without = Object.entries(FAILING).flatMap(([code, rows]) => (rows === null ? [code] : []));

  it("are the only ones", () => {
    const cors = Object.keys(CODES).filter((code) => familyOf(code as CauseCode) === "cors");
    expect(Object.keys(FAILING).sort()).toEqual(cors.sort());
  });

  // Only Chromium reports it, for its own requests.
  const decided = without.filter((code) => code !== "invalid-response");

  it.each(decided)(
    "%s is mended by no header: none is offered, and it is said what helps",
    (code) => {
      const exchange = anExchange(EXCHANGES[code as CauseCode]("x"));
      const verdict = judge(exchange);
      expect(verdict.remedy).toBeNull();
      expect(planTrials([{ exchange, remedy: verdict.remedy }]).tried).toEqual([]);
      expect(explain(exchange, verdict).fix).not.toEqual([]);
    },
  );
});

/** The text about headers that differ under a trial. */
const CHANGED: Readonly<Record<string, string>> = {
  Chromium: "changed by the trial, not by the server:",
  Firefox: "changed by the trial or by the server (this browser does not report which):",
};

/** A tab with its panel, and another tab without one. */
interface Opened {
  readonly page: DrivenPage;
  readonly panel: DrivenPanel;
  readonly other: DrivenPage;
}

describe.each(BROWSERS)("in %s", (product, use) => {
  const browser: DrivenBrowser = use("to be restarted");
  let opened: Opened | null = null;
  async function close(): Promise<void> {
    const before = opened;
    opened = null;
    await before?.panel.close();
    await before?.other.close();
  }
  // What a failed test has left does not count for the next one.
  afterEach(({ task }) => (task.result?.state === "fail" ? close() : undefined));
  afterAll(close);

  /** A new document in the tab whose panel all tests share, as opening one takes most of a test's time. */
  async function open(id: string): Promise<Opened> {
    const { page, lab } = browser;
    const at = (query: string) => `${lab.origins.page}/blank?${query}`;
    if (opened === null) {
      const other = await browser.newPage();
      await other.goto(at("other"));
      opened = { page, other, panel: await page.openPanel() };
    }
    const { panel } = opened;
    // Otherwise the panel compares this page with the previous test's.
    await panel.press("Clear");
    await page.goto(at(id));
    const rows = () => panel.evaluate(() => document.querySelectorAll(".row").length);
    await expect.poll(rows).toBe(0);
    return opened;
  }

  /** The same, and the panel shows one failing request to this URL. */
  async function failing(
    id: string,
    { script, init }: Failing,
  ): Promise<Opened & { readonly url: string }> {
    const { lab } = browser;
    lab.respond(id, script(lab.origins.page));
    const url = lab.url("apiA", id);
    const opened = await open(id);
    expect((await opened.page.fetch(url, init)).outcome).toBe("rejected");
    return { ...opened, url };
  }

  it.each(ROWS)(
    "%s (%i) passes under a trial, in its tab alone, and fails again after it",
    async (code, index, one) => {
      const { page, panel, other, url } = await failing(`${code}-${index}`, one);
      const reason = one.cannot?.[product];
      if (reason !== undefined && reason !== "passes not") {
        await openIssue(panel);
        await expect.poll(() => shows(panel, reason)).toBe(true);
        expect(await shows(panel, TRY)).toBe(false);
        return;
      }
      await begin(panel);
      const tried = await page.fetch(url, one.init);
      expect(tried.outcome).toBe(reason === undefined ? "allowed" : "rejected");
      expect((await other.fetch(url, one.init)).outcome).toBe("rejected");
      const har = await panel.exportHarWhen(
        ({ log }) => log._cors.exchanges.filter((each) => each.url === url).length === 2,
      );
      const ofIt = har.log._cors.exchanges.filter((each) => each.url === url);
      expect(ofIt.map(({ trial }) => trial)).toEqual([false, true]);
      await panel.press(STOP);
      await expect.poll(() => shows(panel, STOP)).toBe(false);
      expect(await rulesIn(panel)).toBe(0);
      expect((await page.fetch(url, one.init)).outcome).toBe("rejected");
    },
  );

  const simple: Failing = { script: () => response([]) };

  it("exposes a header of a request that passed: copied, simulated, on trial, then hidden again", async () => {
    const { lab } = browser;
    const headers: Lines = [
      [ORIGIN, lab.origins.page],
      ["X-Total-Count", "7"],
      ["Server", "nginx"],
    ];
    lab.respond("hidden", { response: { headers } });
    const url = lab.url("apiA", "hidden");
    const { page, panel } = await open("hidden");
    const total = () =>
      page.evaluate(async (from) => (await fetch(from)).headers.get("X-Total-Count"), url);
    expect(await total()).toBeNull();
    await panel.evaluate(() => document.querySelector<HTMLElement>("#tab-requests")?.click());
    await expect
      .poll(() =>
        panel.evaluate(() => {
          document.querySelector<HTMLElement>(".row")?.click();
          return document.querySelector(".change-lines")?.textContent;
        }),
      )
      .toMatch(/Access-Control-Expose-Headers:?\s*X-Total-Count/);
    expect(await shows(panel, "Copy fix")).toBe(true);
    await panel.press("Simulate fix");
    await expect.poll(() => shows(panel, "Your script can also read: x-total-count")).toBe(true);
    await panel.evaluate(() => document.querySelector<HTMLElement>("#change-config")?.click());
    await expect.poll(() => shows(panel, "add_header Access-Control-Expose-Headers")).toBe(true);
    await panel.press(TRY);
    await expect.poll(() => shows(panel, STOP)).toBe(true);
    expect(await total()).toBe("7");
    await panel.press(STOP);
    await expect.poll(() => rulesIn(panel)).toBe(0);
    expect(await total()).toBeNull();
  });

  it("leaves no rule when it is stopped in the popup", async () => {
    const { page, panel, url } = await failing("popup", simple);
    await begin(panel);
    const other = browser.lab.url("apiB", "popup");
    await page.fetch(url);
    await page.fetch(other);
    const popup = await page.openPopup();
    await expect.poll(() => shows(popup, STOP)).toBe(true);
    await popup.press(STOP);
    await expect.poll(() => rulesIn(panel)).toBe(0);
    for (const view of [panel, popup]) {
      await expect.poll(() => shows(view, STOP)).toBe(false);
      expect(await shows(view, OVER)).toBe(false);
    }
    await popup.close();
    expect((await page.fetch(url)).outcome).toBe("rejected");
    const of = ({ log }: CorsHar) =>
      log._cors.exchanges.filter((one) => one.url === url || one.url === other);
    const har = await panel.exportHarWhen((one) => of(one).length === 4);
    expect(of(har).map((one) => [one.url, one.trial])).toEqual([
      [url, false],
      [url, true],
      [other, false],
      [url, false],
    ]);
  });

  it("goes on after a reload, and leaves no rule when its tab goes elsewhere", async () => {
    const { page, panel, url } = await failing("elsewhere", simple);
    await begin(panel);
    await page.reload();
    expect((await page.fetch(url)).outcome).toBe("allowed");
    // The comparison does not look as if the server had been fixed.
    await panel.press("Compare page loads");
    const compared = () =>
      panel.evaluate(() => document.querySelector<HTMLElement>(".compared")?.innerText);
    await expect.poll(compared).toMatch(/After:\s+trial\s+allowed/);
    const tables = await panel.evaluate(() =>
      [...document.querySelectorAll(".compared table")].map((table) => [
        table.querySelector("caption")?.textContent,
        ...[...table.querySelectorAll("tbody th")].map((name) => name.lastChild?.textContent),
      ]),
    );
    expect(tables.map((names) => names.join("; ").toLowerCase())).toEqual([
      `${CHANGED[product]}; access-control-allow-origin`,
    ]);
    await panel.press("Close comparison");
    await page.goto(`${browser.lab.origins.page}/blank?other`);
    await expect.poll(() => rulesIn(panel)).toBe(0);
    expect((await page.fetch(url)).outcome).toBe("rejected");
  });

  it("leaves no rule when its time is over, says so, and lasts longer by one click", async () => {
    const { page, panel, url } = await failing("time", simple);
    await begin(panel);
    await expect.poll(() => shows(panel, "15 minutes left")).toBe(true);
    await panel.press("15 more minutes");
    await expect.poll(() => shows(panel, "30 minutes left")).toBe(true);
    expect((await page.fetch(url)).outcome).toBe("allowed");
    const popup = await page.openPopup();
    await expect.poll(() => shows(popup, STOP)).toBe(true);
    await endsIn(panel, 500);
    await expect.poll(() => rulesIn(panel)).toBe(0);
    for (const view of [panel, popup]) {
      await expect.poll(() => shows(view, OVER)).toBe(true);
      expect(await shows(view, STOP)).toBe(false);
    }
    expect((await page.fetch(url)).outcome).toBe("rejected");
    await popup.press("Close");
    await expect.poll(() => shows(popup, OVER)).toBe(false);
    await popup.close();
  });

  it("that is stopped is not said to be over", async () => {
    const { panel } = await failing("stopped", simple);
    await begin(panel);
    await panel.press(STOP);
    await expect.poll(() => rulesIn(panel)).toBe(0);
    await expect.poll(() => shows(panel, STOP)).toBe(false);
    expect(await shows(panel, OVER)).toBe(false);
  });

  it("leaves no rule when the permission is revoked, also once it is back", async () => {
    const { page, panel, url } = await failing("revoked", simple);
    await begin(panel);
    await browser.setHostPermission(false);
    await expect.poll(() => rulesIn(panel)).toBe(0);
    await expect.poll(() => shows(panel, STOP)).toBe(false);
    await browser.setHostPermission(true);
    expect((await page.fetch(url)).outcome).toBe("rejected");
  });

  it("leaves no rule after the worker's death", async () => {
    const { page, panel, url } = await failing("death", simple);
    await begin(panel);
    await browser.stopWorker();
    // The panel reconnects, which wakes the worker.
    await expect.poll(() => rulesIn(panel)).toBe(0);
    await expect.poll(() => shows(panel, STOP)).toBe(false);
    expect((await page.fetch(url)).outcome).toBe("rejected");
  });

  it("leaves no rule when its tab closes", async () => {
    await close();
    const { lab } = browser;
    lab.respond("closes", simple.script(lab.origins.page));
    const page = await browser.newPage();
    await page.goto(`${lab.origins.page}/blank`);
    const panel = await page.openPanel();
    await page.fetch(lab.url("apiA", "closes"));
    await begin(panel);
    await page.close();
    await expect.poll(() => rulesIn(panel)).toBe(0);
    await panel.close();
  });

  // The last test: it replaces the browser.
  it(
    "leaves no rule after the browser's restart",
    async () => {
      const { panel: before, url } = await failing("restart", simple);
      await begin(before);
      opened = null;
      await browser.restart();
      expect((await browser.page.fetch(url)).outcome).toBe("rejected");
      const panel = await browser.page.openPanel();
      expect(await rulesIn(panel)).toBe(0);
      expect(await shows(panel, STOP)).toBe(false);
      expect((await browser.page.fetch(url)).outcome).toBe("rejected");
    },
    STARTS_WITHIN,
  );
});
