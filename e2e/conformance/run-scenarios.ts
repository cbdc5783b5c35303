import type { BrowserContext } from "playwright";
import type { LaneRules } from "../../src/verdict/lane-rules.ts";
import { CHROMIUM } from "../../src/verdict/lanes/chromium.ts";
import { launchWithExtension } from "../chromium/browser.ts";
import { collectFromSharedWorkers } from "../chromium/ground-truth.ts";
import { WITH_THIRD_PARTY_COOKIES } from "../chromium/profile.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { TRUST_THE_LAB } from "../lab/secure-origin.ts";
import type { Account } from "./account.ts";
import { serveArena } from "./arena.ts";
import { CHROMIUM_EXCLUSIONS, compareInChromium, truthInChromium } from "./chromium-oracle.ts";
import type { Comparison } from "./compare.ts";
import type { Exclusion } from "./exclusions.ts";
import { originOfPlace, PAGES } from "./places.ts";
import { openRoom, type Room, runBatch } from "./run-batch.ts";
import type { PageName, Scenario } from "./scenario.ts";
import { type Staged, stage } from "./stage.ts";
import type { Truth } from "./truth.ts";

/** A browser with the extension, and servers that answer as scenarios say. */
export interface Stand {
  readonly lab: Lab;
  /** Runs what was staged, in batches; the accounts come in no special order. */
  run(
    staged: readonly Staged[],
    onBatch?: (accounts: readonly Account[]) => void,
  ): Promise<Account[]>;
  /** Holds our account of a call against what the page and the browser say of it. */
  compare(account: Account): Comparison;
  /** What became of a call, as the page and the browser tell. */
  truthOf(account: Account): Truth;
  /** All that is not compared, and how much of it there may be. */
  readonly exclusions: readonly Exclusion[];
  /** The seeds of the scenarios that crashed or hung their tab. */
  readonly lost: readonly number[];
  /** What the browser does otherwise than others. */
  readonly rules: LaneRules;
  close(): Promise<void>;
}

/** The recording is bounded: so many scenarios, with their redirects, fit in easily. */
export const BATCH = 150;
/** A batch mostly waits: for the end of what hangs, for the report. */
const ROOMS_AT_A_TIME = 2;

/**
 * Leads the host names of the scenarios to the lab's servers, trusts them, and takes some for
 * servers elsewhere.
 */
export function browserArgs({ servers: { outside, home } }: Lab): string[] {
  const spaces = ["127.0.0.1", "[::1]"].flatMap((address) => [
    `${address}:${outside.port}=public`,
    `${address}:${home.port}=local`,
  ]);
  return [
    "--host-resolver-rules=MAP *.test 127.0.0.1",
    TRUST_THE_LAB,
    `--ip-address-space-overrides=${spaces.join(",")}`,
  ];
}

/** What the users of the pages have set: cookies, and whom they let into their network. */
export async function setUp(context: BrowserContext, lab: Lab): Promise<void> {
  await context.addCookies(COOKIES);
  const origin = originOfPlace(lab, "outside-granted", "main");
  await context.grantPermissions(["local-network-access"], { origin });
}

/** The settings that Chrome comes with, whatever the browser at hand comes with. */
export const PREFERENCES = WITH_THIRD_PARTY_COOKIES;

/** How scenarios are run. */
export interface StandOptions {
  /** The unpacked extension; that of dist when left out. */
  readonly extension?: string | undefined;
  /** Whether the panel is open while the calls are made; true when left out. */
  readonly probe?: boolean;
  /** What the user has set; Chromium's only. */
  readonly preferences?: object | undefined;
  /** Whether there is a panel in the toolbox as well; Firefox's only. */
  readonly toolbox?: boolean;
}

/** Starts the servers and the browser. */
export async function openStand({
  extension,
  probe = true,
  preferences = PREFERENCES,
}: StandOptions = {}): Promise<Stand> {
  const lab = await startLab({ secure: true });
  await serveArena(lab);
  const browser = await launchWithExtension({
    ...(extension === undefined ? {} : { extension }),
    args: browserArgs(lab),
    preferences,
  });
  await setUp(browser.context, lab);
  const ofSharedWorkers = await collectFromSharedWorkers(browser.context);
  const rooms = new Map<PageName, Room>();
  return {
    lab,
    run: (staged, onBatch) =>
      inBatches(
        staged,
        async (where, batch) => {
          const room = rooms.get(where) ?? (await openRoom(browser, lab, where, probe));
          rooms.set(where, room);
          return runBatch(browser, lab, room, batch, ofSharedWorkers);
        },
        onBatch,
        ROOMS_AT_A_TIME,
      ),
    compare: compareInChromium,
    truthOf: truthInChromium,
    exclusions: CHROMIUM_EXCLUSIONS,
    // What hangs there fails the run.
    lost: [],
    rules: CHROMIUM,
    close: async () => {
      await browser.close();
      await lab.close();
    },
  };
}

/**
 * Runs what was staged, so many at a time, those of one page together.
 *
 * @param pagesAtATime how many pages are run side by side.
 */
export async function inBatches<T>(
  staged: readonly Staged[],
  run: (where: PageName, batch: readonly Staged[]) => Promise<readonly T[]>,
  onBatch?: (results: readonly T[]) => void,
  pagesAtATime = 1,
): Promise<T[]> {
  const all: T[] = [];
  const runIn = async (where: PageName) => {
    const there = staged.filter(({ scenario }) => scenario.caller.page === where);
    for (let at = 0; at < there.length; at += BATCH) {
      const results = await run(where, there.slice(at, at + BATCH));
      all.push(...results);
      onBatch?.(results);
    }
  };
  const left = [...PAGES];
  const work = async () => {
    for (let where = left.shift(); where; where = left.shift()) await runIn(where);
  };
  await Promise.all(Array.from({ length: pagesAtATime }, work));
  return all;
}

const COOKIE = { name: "session", value: "1", path: "/" } as const;
/** Some hosts know the browser: there, credentials show on the wire. */
export const COOKIES = [
  { ...COOKIE, domain: "api-b.localhost", secure: true, sameSite: "None" },
  { ...COOKIE, domain: "api.app.test", sameSite: "Lax" },
  { ...COOKIE, domain: "127.0.0.1", sameSite: "Lax" },
] as const;

/** Scenarios as staged under their seeds. */
export function stageAll(lab: Lab, scenarios: readonly Scenario[]): Staged[] {
  return scenarios.map((scenario) => stage(lab, scenario, `s${scenario.seed}`));
}
