import { afterEach, describe, expect, it } from "vitest";
import type { Lab } from "../lab/lab.ts";
import {
  BROWSERS,
  type DrivenBrowser,
  type DrivenPage,
  type DrivenPanel,
} from "./driven-browser.ts";

type Lines = readonly (readonly [string, string])[];

const ORIGIN = "Access-Control-Allow-Origin";
const PUT = { method: "PUT", headers: { "x-key": "1" } } as const;

/** How far the server has been fixed. */
type Step = "as it was" | "origin" | "put's origin" | "put" | "all";

/** A server with three problems: each step fixes one, and the last one adds another. */
function serve(lab: Lab, id: string, step: Step): void {
  const { page } = lab.origins;
  const at = ["as it was", "origin", "put's origin", "put", "all"].indexOf(step);
  const allow: Lines = [[ORIGIN, page]];
  lab.respond(`${id}-get`, { response: { headers: at >= 1 ? allow : [] } });
  lab.respond(`${id}-put`, {
    preflight: {
      status: 204,
      headers: [
        ...(at >= 2 ? allow : []),
        ...(at >= 3
          ? ([
              ["Access-Control-Allow-Methods", "PUT"],
              ["Access-Control-Allow-Headers", "x-key"],
            ] as const)
          : []),
      ],
    },
    response: { headers: allow },
  });
  lab.respond(`${id}-fine`, { response: { headers: at === 1 ? [] : allow } });
}

interface Opened {
  readonly page: DrivenPage;
  readonly panel: DrivenPanel;
}

describe.each(BROWSERS)("in %s", (_product, use) => {
  const browser: DrivenBrowser = use();
  let panel: DrivenPanel | null = null;
  afterEach(async () => {
    await panel?.close();
    panel = null;
  });

  async function open(id: string): Promise<Opened> {
    const { lab, page } = browser;
    serve(lab, id, "as it was");
    await page.goto(`${lab.origins.page}/blank?${id}`);
    panel = await page.openPanel();
    await panel.evaluate(() => document.querySelector<HTMLElement>("#tab-issues")?.click());
    return { page, panel };
  }

  /** The page's requests on each load. */
  async function visit({ page, panel }: Opened, id: string): Promise<void> {
    const { lab } = browser;
    await page.fetch(lab.url("apiA", `${id}-get`));
    await page.fetch(lab.url("apiB", `${id}-put`), PUT);
    await page.fetch(lab.url("cdn", `${id}-fine`));
    const count = () =>
      panel.evaluate(() => document.querySelector("#tab-requests .chip-count")?.textContent);
    await expect.poll(count).toBe("3");
  }

  const progress = (panel: DrivenPanel) =>
    panel.evaluate(() =>
      [...document.querySelectorAll(".progress-part")].map((part) => part.textContent?.trim()),
    );

  const rows = (panel: DrivenPanel) =>
    panel.evaluate(() =>
      [...document.querySelectorAll(".list .row")].map((row) => row.getAttribute("data-became")),
    );

  /** In the selected row, and above its details. */
  const marks = (panel: DrivenPanel) =>
    panel.evaluate(() =>
      [".row[aria-selected=true]", ".outcome"].map(
        (where) => document.querySelector<HTMLElement>(`${where} > .mark`)?.dataset.mark,
      ),
    );

  it("shows what each reload fixed on a server that is mended step by step", async () => {
    const { lab } = browser;
    const opened = await open("steps");
    const { page, panel } = opened;
    await visit(opened, "steps");
    await expect.poll(() => rows(panel)).toEqual([null, null]);
    const reload = async (step: Step, expected: readonly string[]) => {
      serve(lab, "steps", step);
      await page.reload();
      await visit(opened, "steps");
      await expect.poll(() => progress(panel)).toEqual(expected);
    };
    await reload("origin", ["Fixed 1", "Still failing 1", "New 1"]);
    await expect.poll(() => rows(panel)).toEqual([null, null, "fixed"]);
    await panel.evaluate(() => document.querySelector<HTMLElement>(".row[data-became]")?.click());
    await expect.poll(() => marks(panel)).toEqual(["allowed", "allowed"]);
    // The method was missing all along, hidden by the origin: it is not new.
    await reload("put's origin", ["Fixed 2", "Still failing 1"]);
    await reload("put", ["Fixed 1"]);
    await reload("all", []);
    expect(await rows(panel)).toEqual([]);
  });

  const isPut = ({ method, target }: { method: string; target: string }) =>
    method === "PUT" && target.includes("again-put");

  it("compares two loads, and has one request made again", async () => {
    const { lab } = browser;
    const opened = await open("again");
    const { page, panel } = opened;
    await visit(opened, "again");
    // Verdicts that were pending when the page was left count as well.
    serve(lab, "again", "put's origin");
    await page.reload();
    await visit(opened, "again");
    await panel.press("Compare page loads");
    const compared = () =>
      panel.evaluate(() =>
        [...document.querySelectorAll(".compared")].map((one) => (one as HTMLElement).innerText),
      );
    const named = async () => (await compared()).map((text) => /again-\w+/.exec(text)?.[0]);
    await expect.poll(named).toEqual(["again-get", "again-put"]);
    const [get, put] = await compared();
    expect(get).toContain("again-get");
    expect(get?.toLowerCase()).toContain("access-control-allow-origin");
    expect(put).toContain("Preflight response");
    await panel.press("Close comparison");

    // The PUT's preflight still fails; after the fix, the request is sent again without a reload.
    await panel.evaluate(() => document.querySelector<HTMLElement>("#tab-requests")?.click());
    await panel.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".row")]
        .find((row) => row.textContent?.includes("again-put"))
        ?.click(),
    );
    serve(lab, "again", "all");
    await expect.poll(() => shows(panel, "Check again")).toBe(true);
    await panel.press("Check again");
    await expect.poll(() => shows(panel, "The server may change data.")).toBe(true);
    expect(lab.requests.some(isPut)).toBe(false);
    await panel.press("Send again");
    await expect.poll(() => shows(panel, "Checked again:")).toBe(true);
    await expect.poll(() => progress(panel)).toEqual(["Fixed 3"]);
    const marks = await panel.evaluate(
      () =>
        [...document.querySelectorAll(".row")].filter((row) =>
          row.textContent?.includes("checked again"),
        ).length,
    );
    expect(marks).toBe(1);
    const sent = await lab.requestArrived(isPut);
    expect(sent.headers.filter(([name]) => name.toLowerCase() === "x-key")).toHaveLength(1);
  });

  const shows = (panel: DrivenPanel, text: string) =>
    panel.evaluate((wanted) => document.body.innerText.includes(wanted), text);
});
