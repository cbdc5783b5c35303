import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import type { Exchange } from "../../src/exchange/exchange.ts";
import type { ToView } from "../../src/protocol/messages.ts";
import { judge } from "../../src/verdict/judge.ts";
import { caseOf } from "../lab/cases/case.ts";
import { cases } from "../lab/cases.ts";
import { fetchIn, type Setting, useSetting } from "./setting.ts";

/** Keeps all messages from the background to a panel, from the first one on. */
async function keepMessages(panel: Page): Promise<void> {
  await panel.addInitScript(() => {
    type Port = { onMessage: { addListener(listener: (message: unknown) => void): void } };
    type Api = { runtime?: { connect(...args: unknown[]): Port } };
    const { chrome, browser } = globalThis as { chrome?: Api; browser?: Api };
    const messages: unknown[] = [];
    Object.assign(globalThis, { messages });
    for (const runtime of new Set([chrome?.runtime, browser?.runtime])) {
      if (runtime === undefined) continue;
      const connect = runtime.connect.bind(runtime);
      runtime.connect = (...args) => {
        const port = connect(...args);
        port.onMessage.addListener((message) => messages.push(message));
        return port;
      };
    }
  });
}

/** A panel for the setting's page that keeps all its messages. */
async function openKeepingPanel({ browser, page }: Setting): Promise<Page> {
  const tabId = await browser.tabIdOf(page);
  const panel = await browser.context.newPage();
  await keepMessages(panel);
  await panel.goto(`${browser.extensionUrl("src/panel/panel.html")}?tabId=${tabId}`);
  await panel.getByRole("button", { name: "Export HAR" }).waitFor();
  await page.bringToFront();
  return panel;
}

/** Every exchange that was sent to a panel, with repetitions. */
async function exchangesSent(panel: Page): Promise<Exchange[]> {
  // As JSON: for thousands of objects, Playwright's own format takes longer than the calls themselves.
  const json = await panel.evaluate(() =>
    JSON.stringify((globalThis as unknown as { messages: ToView[] }).messages),
  );
  return (JSON.parse(json) as ToView[]).flatMap((message) => {
    if (message.type === "snapshot") return message.exchanges;
    return message.type === "delta" ? message.changed : [];
  });
}

describe("the verdict on a call that the probe sees", () => {
  const setting = useSetting();

  it("is not taken back when the probe comes after it", async () => {
    const { lab, page } = setting;
    lab.respond("before", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    const url = lab.url("apiA", "before");
    await fetchIn(page, url);
    const panel = await openKeepingPanel(setting);
    const mine = async () =>
      (await exchangesSent(panel)).filter((exchange) => exchange.hops[0]?.url === url);
    // The probe's report on it is the status in the page's timeline.
    await expect.poll(async () => (await mine()).at(-1)?.timedStatus).toBe(200);
    const endings = (await mine()).map(({ ending }) => ending.kind);
    expect(endings.slice(endings.indexOf("completed"))).not.toContain("pending");
    await panel.close();
  });

  it("never changes once it is shown", async () => {
    const { lab, page } = setting;
    const panel = await openKeepingPanel(setting);
    await page.reload();
    await page.waitForFunction("'runCase' in globalThis");
    const calls = cases.filter(({ call }) => ["fetch", "xhr"].includes(call(lab.origins).kind));
    await page.evaluate(
      async (ids) => {
        const { runCase } = globalThis as unknown as { runCase(id: string): Promise<unknown> };
        for (const id of ids) await runCase(id);
      },
      calls.map(({ id }) => id),
    );
    lab.respond("last", { response: { headers: [] } });
    await fetchIn(page, lab.url("apiA", "last"));
    await panel.getByRole("option").filter({ hasText: "/_/last" }).waitFor();

    const shown = new Map<string, string[]>();
    for (const exchange of await exchangesSent(panel)) {
      const name = caseOf(exchange.hops[0]?.url ?? "");
      if (name === null) continue;
      const { outcome, cause, certainty } = judge(exchange);
      const verdict = `${outcome} ${cause?.code ?? ""} ${certainty}`;
      const key = `${name} ${exchange.id}`;
      const before = shown.get(key) ?? [];
      if (outcome !== "pending" && before.at(-1) !== verdict) before.push(verdict);
      shown.set(key, before);
    }
    expect(shown.size).toBeGreaterThanOrEqual(calls.length);
    expect([...shown].filter(([, verdicts]) => verdicts.length !== 1)).toEqual([]);
    await panel.close();
  });
});
