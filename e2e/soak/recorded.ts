import type { Exchange } from "../../src/exchange/exchange.ts";
import { judge } from "../../src/verdict/judge.ts";
import type { DrivenDocument } from "../both/driven-browser.ts";

/** The report on each request of a round, by its number: a death must not change it. */
export type Recorded = Readonly<Record<string, string>>;

interface Api {
  readonly runtime: { connect(options: { name: string }): Port };
  readonly storage: { session: { get(keys: null): Promise<Readonly<Record<string, unknown>>> } };
  readonly tabs: { query(of: object): Promise<readonly { id?: number; url?: string }[]> };
}

interface Port {
  readonly onMessage: { addListener(hear: (message: Message) => void): void };
  readonly onDisconnect: { addListener(hear: () => void): void };
  disconnect(): void;
}

interface Message {
  readonly type: string;
  readonly exchanges: readonly Exchange[];
  readonly part?: readonly [number, number];
  readonly state: { readonly dropped: number; readonly notUnderstood: number };
}

/**
 * Connects from a page of the extension as a view does, and judges the worker's first messages.
 * @param round a text in the URL of the tab's page, and in those of the requests.
 */
export async function recordedOf(ours: DrivenDocument, round: string): Promise<Recorded> {
  const { exchanges, state } = await ours.evaluate(async (text: string) => {
    const { browser, chrome } = globalThis as unknown as { browser?: Api; chrome: Api };
    const api = browser ?? chrome;
    const tabs = await api.tabs.query({});
    const tab = tabs.find(({ url }) => url?.endsWith(`?${text}`));
    const port = api.runtime.connect({ name: `popup:${tab?.id}` });
    const all: Exchange[] = [];
    const state = await new Promise<Message["state"]>((resolve, reject) => {
      port.onDisconnect.addListener(() => reject(new Error("The worker died meanwhile.")));
      port.onMessage.addListener((message) => {
        if (message.type !== "snapshot") return;
        all.push(...message.exchanges.filter(({ hops: [hop] }) => hop?.url.includes(`/${text}-`)));
        const [index, count] = message.part ?? [0, 1];
        if (index === count - 1) resolve(message.state);
      });
    });
    port.disconnect();
    return { exchanges: all, state };
  }, round);
  const recorded: Record<string, string> = { state: `${state.dropped} ${state.notUnderstood}` };
  for (const exchange of exchanges) {
    const { outcome, cause, certainty, rule, mode, credentials, preflight } = judge(exchange);
    const why = cause === null ? "" : ` ${cause.code} at ${cause.stage} ${cause.hop}`;
    const hops = exchange.hops.map((hop) => `${hop.method} ${hop.response?.status}`).join(", ");
    const n = new URL(exchange.hops[0]?.url ?? "").searchParams.get("n") ?? "";
    const row = `${outcome}${why}, ${certainty}, ${rule}; ${mode.value} ${credentials.value}; preflight ${preflight.seen}; ${hops}; call ${exchange.callResult?.result}`;
    recorded[n] = recorded[n] === undefined ? row : `${recorded[n]} AND ${row}`;
  }
  return recorded;
}

/** The reports that differ in the second run, or are missing in one. */
export function differences(before: Recorded, after: Recorded): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    before[key] === after[key] ? [] : [`${key}: ${before[key]} → ${after[key]}`],
  );
}

/** A round's requests in the storage, except compressed ones, which have ended. */
export interface Stored {
  /** The numbers of the requests of which anything is stored. */
  readonly known: readonly number[];
  /** The numbers of the pending ones. */
  readonly pending: readonly number[];
  /** Method and path of all sent requests without a response. */
  readonly waiting: readonly string[];
  /**
   * The reports of the probe and DevTools on requests, each with the number: "result 7", "resource-timed
   * 7".
   */
  readonly reported: readonly string[];
}

/** Reads the extension's storage from one of its pages, which does not wake the worker. */
export function storedOf(ours: DrivenDocument, round: string): Promise<Stored> {
  return ours.evaluate(async (text: string) => {
    type Event = { kind: string; url: string; method: string };
    type Entry = {
      events?: readonly Event[];
      call?: { url: string } | null;
      result?: object | null;
      note?: { kind: string; url?: string; resource?: { url: string } };
    };
    const { browser, chrome } = globalThis as unknown as { browser?: Api; chrome: Api };
    const known: number[] = [];
    const pending: number[] = [];
    const waiting: string[] = [];
    const reported: string[] = [];
    const numberOf = (url: string) => Number(new URL(url).searchParams.get("n"));
    const isOfRound = (url: string) => url.includes(`/${text}-`);
    const items = await (browser ?? chrome).storage.session.get(null);
    for (const [key, json] of Object.entries(items)) {
      if (!key.startsWith("trace:") || json === "") continue;
      const { events = [], call, result, note } = JSON.parse(String(json)) as Entry;
      const about = call?.url ?? note?.url ?? note?.resource?.url ?? "";
      const what = result ? "result" : note?.kind;
      if (what !== undefined && isOfRound(about)) reported.push(`${what} ${numberOf(about)}`);
      if (!events.some(({ url }) => isOfRound(url))) continue;
      const n = numberOf(events[0]?.url ?? "");
      known.push(n);
      if (events.some(({ kind }) => kind === "completed" || kind === "failed")) continue;
      pending.push(n);
      for (const { kind, url, method } of events) {
        if (kind !== "headers-sent") continue;
        const { pathname, search } = new URL(url);
        waiting.push(`${method} ${pathname}${search}`);
      }
    }
    return { known, pending, waiting, reported };
  }, round);
}
