import type { BrowserContext } from "playwright";
import { launchWithExtension } from "../chromium/browser.ts";
import { collectFromSharedWorkers } from "../chromium/ground-truth.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { TRUST_THE_LAB } from "../lab/secure-origin.ts";
import { serveArena } from "./arena.ts";
import { PAGES } from "./places.ts";
import { type Account, openRoom, type Room, runBatch } from "./run-batch.ts";
import type { PageName, Scenario } from "./scenario.ts";
import { type Staged, stage } from "./stage.ts";

/** A browser with the extension, and servers that answer as scenarios say. */
export interface Stand {
  readonly lab: Lab;
  /** Runs what was staged, in batches; the accounts come in no special order. */
  run(
    staged: readonly Staged[],
    onBatch?: (accounts: readonly Account[]) => void,
  ): Promise<Account[]>;
  close(): Promise<void>;
}

/** The recording is bounded: so many scenarios, with their redirects, fit in easily. */
export const BATCH = 150;
/** A batch mostly waits: for the end of what hangs, for the report. */
const ROOMS_AT_A_TIME = 2;

/** Leads the host names of the scenarios to the lab's servers, and trusts them. */
export const BROWSER_ARGS = ["--host-resolver-rules=MAP *.test 127.0.0.1", TRUST_THE_LAB];

/**
 * Starts the servers and the browser.
 *
 * @param extension the unpacked extension; dist/chromium when left out.
 * @param probe whether the panel is open while the calls are made.
 */
export async function openStand(extension?: string, probe = true): Promise<Stand> {
  const lab = await startLab({ secure: true });
  await serveArena(lab);
  const browser = await launchWithExtension({
    ...(extension === undefined ? {} : { extension }),
    args: BROWSER_ARGS,
  });
  await setCookies(browser.context);
  const ofSharedWorkers = await collectFromSharedWorkers(browser.context);
  const rooms = new Map<PageName, Room>();
  return {
    lab,
    run: async (staged, onBatch) => {
      const all: Account[] = [];
      const runIn = async (where: PageName) => {
        const there = staged.filter(({ scenario }) => scenario.caller.page === where);
        for (let at = 0; at < there.length; at += BATCH) {
          const room = rooms.get(where) ?? (await openRoom(browser, lab, where, probe));
          rooms.set(where, room);
          const batch = there.slice(at, at + BATCH);
          const accounts = await runBatch(browser, lab, room, batch, ofSharedWorkers);
          all.push(...accounts);
          onBatch?.(accounts);
        }
      };
      const left = [...PAGES];
      const work = async () => {
        for (let where = left.shift(); where; where = left.shift()) await runIn(where);
      };
      await Promise.all(Array.from({ length: ROOMS_AT_A_TIME }, work));
      return all;
    },
    close: async () => {
      await browser.close();
      await lab.close();
    },
  };
}

/** Some hosts know the browser: there, credentials show on the wire. */
export async function setCookies(context: BrowserContext): Promise<void> {
  const cookie = { name: "session", value: "1", path: "/" };
  await context.addCookies([
    { ...cookie, domain: "api-b.localhost", secure: true, sameSite: "None" },
    { ...cookie, domain: "api.app.test", sameSite: "Lax" },
    { ...cookie, domain: "127.0.0.1", sameSite: "Lax" },
  ]);
}

/** Scenarios as staged under their seeds. */
export function stageAll(lab: Lab, scenarios: readonly Scenario[]): Staged[] {
  return scenarios.map((scenario) => stage(lab, scenario, `s${scenario.seed}`));
}
