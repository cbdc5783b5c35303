import type { Page } from "playwright";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { NO_TAB } from "../../src/exchange/tab-log.ts";
import { portName } from "../../src/protocol/messages.ts";
import type { CorsHar } from "../../src/report/har.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import { caseOf } from "../chromium/accounts.ts";
import type { ExtensionBrowser } from "../chromium/browser.ts";
import { exportHarWhen } from "../chromium/exports.ts";
import type { GroundTruth, TrueRequest } from "../chromium/ground-truth.ts";
import type { Seen } from "../lab/call.ts";
import type { Lab, LabRequest } from "../lab/lab.ts";
import { enterArena, makeCalls } from "./arena.ts";
import { isAnsweredByService } from "./observable.ts";
import type { Ask, Caller, PageName } from "./scenario.ts";
import { callCount, type Staged, whatIsAsked } from "./stage.ts";

/** What all parties say of one call of a scenario. */
export interface Account {
  readonly staged: Staged;
  /** What the call asked for, and the origin that it was made from. */
  readonly ask: Ask;
  readonly origin: string;
  /** Which of the scenario's calls: 0 unless it asks twice. */
  readonly call: number;
  /** What the page saw. */
  readonly seen: Seen | null;
  readonly truth: TrueRequest | null;
  readonly ours: ReportedExchange | null;
  /** What our report was made of. */
  readonly exchange: Exchange | null;
  /** What we say of the call before it; null of a scenario's first. */
  readonly before: ReportedExchange | null;
  /** How many exchanges of ours there are beyond the scenario's calls. */
  readonly surplus: number;
  /** Whether the probe was there. */
  readonly probe: boolean;
  /** The scenario's requests that reached a server, of all its calls. */
  readonly requests: readonly LabRequest[];
}

const AT_A_TIME = 16;
const CALL_MS = 8_000;
const SETTLE_MS = 10_000;
const PROBE_MS = 500;

/** A tab that makes the calls of one page, and what follows it. */
export interface Room {
  readonly where: PageName;
  readonly page: Page;
  readonly tabId: number;
  readonly truth: GroundTruth;
  /** null where it is opened only after the calls, so that no probe sees them. */
  readonly panel: Page | null;
}

/** Opens a tab for the calls of a page. */
export async function openRoom(
  browser: ExtensionBrowser,
  lab: Lab,
  where: PageName,
  probe: boolean,
): Promise<Room> {
  const page = await browser.context.newPage();
  const truth = await browser.groundTruth(page);
  await enterArena(page, lab, where);
  const tabId = await browser.tabIdOf(page);
  const panel = probe ? await browser.openPanel(tabId) : null;
  return { where, page, tabId, truth, panel };
}

/** Runs scenarios whose calls come from the page of the room. */
export async function runBatch(
  browser: ExtensionBrowser,
  lab: Lab,
  room: Room,
  staged: readonly Staged[],
  ofSharedWorkers: GroundTruth,
): Promise<Account[]> {
  const { page, truth, tabId } = room;
  // What a probe in the page can see, it sees from the next navigation on; and that begins the
  // recording anew.
  await enterArena(page, lab, room.where);
  await Promise.all([truth.listening(), ofSharedWorkers.listening()]);
  const before = lab.requests.length;
  const seen = await makeCalls(page, staged, AT_A_TIME, CALL_MS);
  const panel = room.panel ?? (await browser.openPanel(tabId));
  try {
    const ids = new Set(staged.filter((one) => !leavesBodyUnread(one)).map(({ id }) => id));
    await within(
      SETTLE_MS,
      truth.settled(({ urls }) => ids.has(caseOf(urls[0] ?? "") ?? "")),
    );
    // The last words of the probe come a little after the events.
    await page.waitForTimeout(PROBE_MS);
    const har = await exportHarWhen(panel, (har) => !har.log._cors.exchanges.some(isUnfinished));
    const exchanges = await recording(panel);
    const told = [...truth.requests, ...ofSharedWorkers.requests];
    const requests = lab.requests.slice(before);
    const probe = room.panel !== null;
    return accountsOf(staged, seen, told, har, exchanges, requests, probe);
  } finally {
    if (room.panel === null) await panel.close();
  }
}

/** What nobody reads may never end, as DevTools tells it. */
function leavesBodyUnread({ scenario: { earlier } }: Staged): boolean {
  return earlier?.ask.api === "fetch" && earlier.ask.mode === "no-cors";
}

const isUnfinished = ({ outcome }: ReportedExchange) => outcome === "pending";

async function within(milliseconds: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([done, enough]);
  clearTimeout(timer);
}

/** The exchanges of the panel's tab, as the background worker gives them to a view. */
function recording(panel: Page): Promise<Exchange[]> {
  const tabId = Number(new URL(panel.url()).searchParams.get("tabId"));
  return panel.evaluate(
    (name) =>
      new Promise<Exchange[]>((resolve) => {
        interface Port {
          readonly onMessage: { addListener(hear: (message: never) => void): void };
          disconnect(): void;
        }
        const { chrome } = globalThis as unknown as {
          chrome: { runtime: { connect(options: { name: string }): Port } };
        };
        const port = chrome.runtime.connect({ name });
        port.onMessage.addListener(((message: { type: string; exchanges: Exchange[] }) => {
          if (message.type !== "snapshot") return;
          port.disconnect();
          resolve(message.exchanges);
        }) as (message: never) => void);
      }),
    portName("panel", tabId),
  );
}

function accountsOf(
  staged: readonly Staged[],
  seen: Readonly<Record<string, Seen>>,
  truth: readonly TrueRequest[],
  har: CorsHar,
  exchanges: readonly Exchange[],
  requests: readonly LabRequest[],
  probe: boolean,
): Account[] {
  const theirs = groupBy(
    truth.filter(({ isPreflight }) => !isPreflight),
    ({ urls, madeBy }) => keyOf(caseOf(urls[0] ?? ""), madeBy === "service_worker"),
  );
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
  const callers = new Map(staged.map(({ id, scenario }) => [id, scenario.caller]));
  const ours = groupBy(har.log._cors.exchanges, ({ id, url }) => {
    const which = caseOf(url);
    const caller = callers.get(which ?? "");
    const exchange = byId.get(id);
    return caller && exchange && isOf(caller, exchange) ? which : null;
  });
  const arrived = groupBy(requests, ({ target }) => caseOf(`http://any${target}`));
  return staged.flatMap((one) => {
    const calls = callCount(one.scenario);
    const isByService = one.scenario.caller.worker === "service";
    const key = keyOf(one.id, isByService) as string;
    const mineInTurn = inTurn(one, ours.get(one.id) ?? [], ({ destination }) => destination);
    const theirsInTurn = inTurn(one, theirs.get(key) ?? [], ({ type }) => DESTINATION[type] ?? "");
    return Array.from({ length: calls }, (_, call): Account => {
      const mine = mineInTurn[call] ?? null;
      return {
        staged: one,
        ...whatIsAsked(one, call),
        call,
        seen: (call === calls - 1 ? seen[one.id] : seen[one.id]?.earlier?.[call]) ?? null,
        truth: theirsInTurn[call] ?? null,
        ours: mine,
        before: call === 0 ? null : (mineInTurn[call - 1] ?? null),
        surplus: Math.max(0, (ours.get(one.id)?.length ?? 0) - calls),
        exchange: byId.get(mine?.id ?? "") ?? null,
        probe,
        requests: arrived.get(one.id) ?? [],
      };
    });
  });
}

/** The destinations of what DevTools and a scenario call by other names; of the others, none. */
const DESTINATION: Readonly<Record<string, string>> = {
  Image: "image",
  image: "image",
  Script: "script",
  script: "script",
  module: "script",
  Stylesheet: "style",
  style: "style",
  Font: "font",
  font: "font",
};

/** What there is of a scenario's calls, by their number: one may have left nothing, or come late. */
function inTurn<T>(
  staged: Staged,
  all: readonly T[],
  destinationOf: (one: T) => string,
): readonly (T | undefined)[] {
  if (staged.scenario.earlier === undefined) return all;
  const wanted = [0, 1].map((call) => DESTINATION[whatIsAsked(staged, call).ask.api] ?? "");
  if (wanted[0] === wanted[1]) return all;
  return wanted.map((destination) => all.find((one) => destinationOf(one) === destination));
}

/** Whether an exchange is the caller's own, not what a service worker asks on its behalf. */
function isOf(caller: Caller, { tabId }: Exchange): boolean {
  const isTabless = caller.worker === "shared" || caller.worker === "service";
  return (tabId === NO_TAB) === (isTabless && !isAnsweredByService(caller));
}

/** What a service worker asks on behalf of a page is not what the page asked. */
function keyOf(id: string | null, isByService: boolean): string | null {
  return id === null ? null : `${isByService ? "service worker " : ""}${id}`;
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
