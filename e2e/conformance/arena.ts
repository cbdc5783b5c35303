import { readFile } from "node:fs/promises";
import type { Page } from "playwright";
import { transformWithOxc } from "vite";
import type { Seen } from "../lab/call.ts";
import type { Lab } from "../lab/lab.ts";
import type { Job } from "./in-page.ts";
import type { Caller } from "./scenario.ts";
import { PAGE_HOSTS, type Staged } from "./stage.ts";

/** The path of the page that makes calls, on every host of the page server. */
const PATH = "/_/arena";

/** What the page has in its global scope. */
interface InPage {
  readonly arena: {
    doJobs(jobs: readonly Job[], atATime: number, ms: number): Promise<Record<string, Seen>>;
  };
}

/** Puts the page on the lab's servers that makes the calls, with its frames and its worker. */
export async function serveArena(lab: Lab): Promise<void> {
  const code = await inPageCode();
  lab.answer("arena", ({ target, headers }) => {
    if (target.endsWith("?worker")) {
      return javascript(`${code}\nserve(self, self);`);
    }
    if (target.endsWith("?frame")) {
      return html(`${code}\nserve(window, {
        postMessage: (message) => parent.postMessage(message, "*"),
      });`);
    }
    const host = headers.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
    const page = host.startsWith(PAGE_HOSTS.trusted.main) ? "trusted" : "untrusted";
    const framed = JSON.stringify(lab.servers.page.at(PAGE_HOSTS[page].framed));
    const inner = JSON.stringify(code).replaceAll("</", "<\\/");
    return html(
      `${code}\nawait build(${framed}, "${PATH}", ${inner});\nglobalThis.arena = { doJobs };`,
    );
  });
}

/** The address of the page. */
export const arenaUrl = (lab: Lab, where: Caller["page"]): string =>
  `${lab.servers.page.at(PAGE_HOSTS[where].main)}${PATH}`;

/** What the page is told to do. */
export const jobsOf = (staged: readonly Staged[]): Job[] =>
  staged.map(({ id, call, scenario: { caller } }) => {
    return { id, call, frame: caller.frame, worker: caller.worker };
  });

/** Opens the page anew, with everything on it ready to make calls. */
export async function enterArena(page: Page, lab: Lab, where: Caller["page"]): Promise<void> {
  await page.goto(arenaUrl(lab, where));
  await page.waitForFunction(() => (globalThis as unknown as Partial<InPage>).arena !== undefined);
}

/** Has the page make the calls, so many at a time, each from its place. */
export function makeCalls(
  page: Page,
  staged: readonly Staged[],
  atATime: number,
  timeoutMs: number,
): Promise<Record<string, Seen>> {
  return page.evaluate(
    ([jobs, atATime, ms]) => (globalThis as unknown as InPage).arena.doJobs(jobs, atATime, ms),
    [jobsOf(staged), atATime, timeoutMs] as const,
  );
}

const html = (script: string) => ({
  headers: [["Content-Type", "text/html"]] as const,
  body: `<!doctype html><meta charset=utf-8><title>Arena</title><body><script type="module">${script}</script>`,
});
const javascript = (body: string) => ({
  headers: [["Content-Type", "text/javascript"]] as const,
  body,
});

/** perform.ts and in-page.ts as one script without imports and exports. */
async function inPageCode(): Promise<string> {
  const files = ["../lab/perform.ts", "in-page.ts"].map(async (name) => {
    const source = new URL(name, import.meta.url);
    const { code } = await transformWithOxc(await readFile(source, "utf8"), source.pathname, {
      sourcemap: false,
    });
    return code;
  });
  return (await Promise.all(files))
    .join("\n")
    .replaceAll(/^import .*$/gm, "")
    .replaceAll(/^export (?=async|function|const)/gm, "");
}
