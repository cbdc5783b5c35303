import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { Page } from "playwright";
import { transformWithOxc } from "vite";
import type { Seen } from "../lab/call.ts";
import type { Lab } from "../lab/lab.ts";
import type { Deployed } from "./deploy.ts";
import type { Job, Layout, Performers, WorkerKind } from "./in-page.ts";
import { originOfPlace, PLACES } from "./places.ts";
import type { FrameName, PageName } from "./scenario.ts";

/** The path of the page that makes calls, on every host of the page server. The page's name follows. */
const PATH = "/_/test-page";

const READY_MS = 10_000;
const ATTEMPTS = 3;

/** The page's global scope. */
interface InPage {
  readonly testPage: {
    doJobs(jobs: readonly Job[], atATime: number, ms: number): Promise<Record<string, Seen>>;
  };
}

/** Serves the test pages from the lab, with their frames and workers. */
export async function serveTestPages(lab: Lab): Promise<void> {
  const code = await inPageCode();
  lab.respond("test-page", ({ target, headers: sent }) => {
    const [path = "", query = ""] = target.split("?");
    const [kind, needed = ""] = query.split("=");
    const host = sent.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
    const page = path.slice(PATH.length + 1) as PageName;
    const { headers, isSecure, isServed } = PLACES[page];
    const here = `${isSecure ? "https" : "http"}://${host}${path}`;
    switch (kind) {
      case "worker":
        return javascript(headers, `${code}\nserve(self, self);`);
      case "shared":
        return javascript(headers, `${code}\nserveConnections(self);`);
      case "service":
        return javascript(headers, `${code}\nserveClients(self);`);
      case "frame":
        return html(
          headers,
          `${code}\nserveParent({ here: "${here}", code: ${asText(code)}, workers: ${JSON.stringify(needed.split(","))} });`,
        );
    }
    const layout: Omit<Layout, "code"> = {
      here,
      framed: `${originOfPlace(lab, page, "framed")}${path}`,
      performers: performersFrom(needed),
      isServed: isServed === true,
    };
    return html(
      headers,
      `${code}\nawait build({ ...${JSON.stringify(layout)}, code: ${asText(code)} });\nglobalThis.testPage = { doJobs };`,
    );
  });
}

/** The documents and workers that make these calls, as text for the page's URL: "main,blob.shared". */
const performersOf = (deployed: readonly Deployed[]): string =>
  [
    ...new Set(
      deployed.map(({ scenario: { caller } }) =>
        [caller.frame, caller.worker].filter(Boolean).join("."),
      ),
    ),
  ].join(",");

function performersFrom(text: string): Performers {
  const performers: Partial<Record<FrameName, WorkerKind[]>> = {};
  for (const one of text.split(",")) {
    const [frame, worker] = one.split(".") as [FrameName, WorkerKind?];
    const workers = performers[frame] ?? [];
    performers[frame] = worker === undefined ? workers : [...workers, worker];
  }
  return performers;
}

/** The URL of the page with the documents and workers that make these calls. */
export const testPageUrl = (lab: Lab, where: PageName, deployed: readonly Deployed[]): string =>
  `${originOfPlace(lab, where, "main")}${PATH}/${where}?for=${performersOf(deployed)}`;

/**
 * The same-origin blank page, shown while the panel opens. null if the tab needs the page itself then: a
 * service worker controls a page from its second load on.
 */
export const blankUrl = (lab: Lab, where: PageName): string | null =>
  PLACES[where].isServed ? null : `${originOfPlace(lab, where, "main")}/blank`;

/** The jobs of the page. */
export const jobsOf = (deployed: readonly Deployed[]): Job[] =>
  deployed.map(({ id, call, scenario: { caller } }) => {
    return { id, call, frame: caller.frame, worker: caller.worker };
  });

/** Loads the page again, ready to make these calls. */
export async function enterTestPage(
  page: Page,
  lab: Lab,
  where: PageName,
  deployed: readonly Deployed[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await page.goto(testPageUrl(lab, where, deployed));
    try {
      await page.waitForFunction(
        () => (globalThis as unknown as Partial<InPage>).testPage !== undefined,
        null,
        { timeout: READY_MS },
      );
      return;
    } catch (error) {
      // A busy machine may lose a worker while it starts.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Navigates the tab to the origin of the page that will make calls. */
export async function enterOrigin(page: Page, lab: Lab, where: PageName): Promise<void> {
  const blank = blankUrl(lab, where);
  if (blank === null) await enterTestPage(page, lab, where, []);
  else await page.goto(blank);
}

/** How long a page may be silent: much longer than it needs, even on a busy machine. */
const SILENCE_MS = 120_000;

/**
 * Has the page make the calls, `atATime` at once, each from its place. Throws if the page hangs; the error
 * names the seeds.
 */
export async function makeCalls(
  page: Page,
  deployed: readonly Deployed[],
  atATime: number,
  timeoutMs: number,
): Promise<Record<string, Seen>> {
  const seen = page.evaluate(
    ([jobs, atATime, ms]) => (globalThis as unknown as InPage).testPage.doJobs(jobs, atATime, ms),
    [jobsOf(deployed), atATime, timeoutMs] as const,
  );
  const found = await Promise.race([seen, setTimeout(SILENCE_MS, null, { ref: false })]);
  if (found !== null) return found;
  throw new Error(`The page hangs: ${deployed.map(({ scenario }) => scenario.seed).join(" ")}`);
}

type Headers = (typeof PLACES)[PageName]["headers"];

const html = (headers: Headers, script: string) => ({
  headers: [["Content-Type", "text/html"], ...headers] as const,
  body: `<!doctype html><meta charset=utf-8><title>Arena</title><body><script type="module">${script}</script>`,
});
const javascript = (headers: Headers, body: string) => ({
  headers: [["Content-Type", "text/javascript"], ...headers] as const,
  body,
});
/** A string literal that is safe in an inline script. */
const asText = (code: string) => JSON.stringify(code).replaceAll("</", "<\\/");

/** perform.ts with its dependencies and in-page.ts, as one script without imports and exports. */
async function inPageCode(): Promise<string> {
  const files = ["../lab/perform-element.ts", "../lab/perform.ts", "in-page.ts"].map(
    async (name) => {
      const source = new URL(name, import.meta.url);
      const { code } = await transformWithOxc(await readFile(source, "utf8"), source.pathname, {
        sourcemap: false,
      });
      return code;
    },
  );
  return (await Promise.all(files))
    .join("\n")
    .replaceAll(/^import .*$/gm, "")
    .replaceAll(/^export (?=async|function|const)/gm, "");
}
