import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { Page } from "playwright";
import { transformWithOxc } from "vite";
import type { Seen } from "../lab/call.ts";
import type { Lab } from "../lab/lab.ts";
import type { Deployed } from "./deploy.ts";
import type { Job, Layout } from "./in-page.ts";
import { hasWorker, originOfPlace, PLACES } from "./places.ts";
import type { PageName } from "./scenario.ts";

/** The path of the page that makes calls, on every host of the page server: the bare, plain one. */
const PATH = "/_/test-page";

const READY_MS = 10_000;
const ATTEMPTS = 3;

/** What the page has in its global scope. */
interface InPage {
  readonly testPage: {
    doJobs(jobs: readonly Job[], atATime: number, ms: number): Promise<Record<string, Seen>>;
  };
}

/** Puts the page on the lab's servers that makes the calls, with its frames and its workers. */
export async function serveTestPages(lab: Lab): Promise<void> {
  const code = await inPageCode();
  lab.respond("test-page", ({ target, headers: sent }) => {
    const [path = "", kind] = target.split("?");
    const named = path.slice(PATH.length + 1);
    const host = sent.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
    const byHost = host.startsWith(PLACES.trusted.main) ? "trusted" : "untrusted";
    const page = (named || byHost) as PageName;
    const { headers, isSecure } = PLACES[page];
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
          `${code}\nserveParent({ here: "${here}", code: ${asText(code)}, more: ${JSON.stringify(moreIn(page))} });`,
        );
    }
    const layout: Omit<Layout, "code"> = {
      here,
      framed: `${originOfPlace(lab, page, "framed")}${path}`,
      extent: named === "" ? "plain" : "whole",
      service: serviceOf(page),
    };
    return html(
      headers,
      `${code}\nawait build({ ...${JSON.stringify(layout)}, code: ${asText(code)} });\nglobalThis.testPage = { doJobs };`,
    );
  });
}

function serviceOf(page: PageName): Layout["service"] {
  if (PLACES[page].isUntrusted) return null;
  return PLACES[page].isServed ? "for the page" : "by itself";
}

/** The workers that the cross-origin frame of a page has beside its dedicated one. */
const moreIn = (page: PageName) =>
  (["shared", "service"] as const).filter((worker) =>
    hasWorker({ page, frame: "cross-origin" }, worker),
  );

/** The address of the page. */
export const testPageUrl = (lab: Lab, where: PageName): string =>
  `${originOfPlace(lab, where, "main")}${PATH}/${where}`;

/**
 * The blank page of the same origin, for the tab while its panel opens; null where the tab needs
 * the page itself then: a service worker controls a page from the second load on.
 */
export const blankUrl = (lab: Lab, where: PageName): string | null =>
  PLACES[where].isServed ? null : `${originOfPlace(lab, where, "main")}/blank`;

/** What the page is to do. */
export const jobsOf = (deployed: readonly Deployed[]): Job[] =>
  deployed.map(({ id, call, scenario: { caller } }) => {
    return { id, call, frame: caller.frame, worker: caller.worker };
  });

/** Opens the page anew, with everything on it ready to make calls. */
export async function enterTestPage(page: Page, lab: Lab, where: PageName): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await page.goto(testPageUrl(lab, where));
    try {
      await page.waitForFunction(
        () => (globalThis as unknown as Partial<InPage>).testPage !== undefined,
        null,
        { timeout: READY_MS },
      );
      return;
    } catch (error) {
      // On a busy machine a worker can be lost while it starts.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Brings the tab to the origin of the page that will make calls. */
export async function enterOrigin(page: Page, lab: Lab, where: PageName): Promise<void> {
  const blank = blankUrl(lab, where);
  if (blank === null) await enterTestPage(page, lab, where);
  else await page.goto(blank);
}

/** How long a page may be silent: much longer than it takes, even on a busy machine. */
const SILENCE_MS = 120_000;

/**
 * Has the page make the calls, so many at a time, each from its place. Throws where it hangs; the
 * error names the seeds.
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
/** A string literal that can stand in a script in HTML. */
const asText = (code: string) => JSON.stringify(code).replaceAll("</", "<\\/");

/** perform.ts, what it needs, and in-page.ts as one script without imports and exports. */
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
