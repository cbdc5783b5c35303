import { setTimeout } from "node:timers/promises";
import type { Exchange } from "../../src/exchange/exchange.ts";
import type { TabState } from "../../src/protocol/messages.ts";
import type { DrivenDocument } from "./driven-browser.ts";

/** A page of the extension. */
export type Inside = Pick<DrivenDocument, "evaluate">;

/** The worker's recording of a tab. */
export interface Recorded {
  /** For each exchange, by its id, a digest of all its data. */
  readonly digests: Readonly<Record<string, string>>;
  /** The ids of the pending ones. */
  readonly pending: readonly string[];
  /** The exchanges whose URL contains the wanted text. */
  readonly wanted: readonly Exchange[];
  readonly state: TabState;
  /** The used size of the extension's storage. */
  readonly stored: number;
  /** The worker's journal, as stored; null if it had no trouble. */
  readonly journal: string | null;
}

/**
 * Connects from a page of the extension as a view does, and reads the first messages.
 * @param wanted a text in the URLs of the exchanges to return whole.
 * @param tabId the tab; by default the panel's.
 */
export function recordedByWorker(
  panel: Inside,
  wanted?: string,
  tabId?: number,
): Promise<Recorded> {
  return panel.evaluate(
    async (text: string | null, otherTab: number | null) => {
      interface Message {
        readonly type: string;
        readonly exchanges: readonly Exchange[];
        readonly part?: readonly [number, number];
        readonly state: TabState;
      }
      interface Port {
        readonly onMessage: { addListener(hear: (message: Message) => void): void };
        readonly onDisconnect: { addListener(hear: () => void): void };
        disconnect(): void;
      }
      interface Api {
        readonly runtime: { connect(options: { name: string }): Port };
        readonly storage: {
          session: {
            getBytesInUse(keys: null): Promise<number>;
            get(key: "journal"): Promise<{ readonly journal?: string }>;
          };
        };
      }
      const { browser, chrome } = globalThis as unknown as { browser?: Api; chrome: Api };
      const api = browser ?? chrome;
      const tab = otherTab ?? new URL(location.href).searchParams.get("tabId");
      const digests: Record<string, string> = {};
      const pending: string[] = [];
      const whole: Exchange[] = [];
      const digestOf = (exchange: Exchange) => {
        let digest = 0;
        for (const unit of JSON.stringify(exchange)) {
          digest = (Math.imul(digest, 31) + unit.charCodeAt(0)) | 0;
        }
        return `${digest}`;
      };
      const port = api.runtime.connect({ name: `popup:${tab}` });
      const state = await new Promise<TabState>((resolve, reject) => {
        port.onDisconnect.addListener(() => reject(new Error("The worker died meanwhile.")));
        port.onMessage.addListener((message) => {
          if (message.type !== "snapshot") return;
          for (const exchange of message.exchanges) {
            digests[exchange.id] = digestOf(exchange);
            if (exchange.ending.kind === "pending") pending.push(exchange.id);
            const url = exchange.hops[0]?.url ?? "";
            if (text !== null && url.includes(text)) whole.push(exchange);
          }
          const [index, count] = message.part ?? [0, 1];
          if (index === count - 1) resolve(message.state);
        });
      });
      port.disconnect();
      const stored = await api.storage.session.getBytesInUse(null);
      const { journal = null } = await api.storage.session.get("journal");
      return { digests, pending, wanted: whole, state, stored, journal };
    },
    wanted ?? null,
    tabId ?? null,
  );
}

/** Without what may differ after a death: the storage, the journal, and the order within one millisecond. */
export function known({
  stored: _,
  journal: __,
  wanted,
  ...recorded
}: Recorded): Omit<Recorded, "stored" | "journal"> {
  const byId = [...wanted].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...recorded, wanted: byId };
}

/**
 * How often to check whether the worker is done, and the pause in milliseconds, within which delayed writes
 * are done.
 */
const LOOKS = 120;
const LOOK_AFTER = 300;

/**
 * Checks until neither the recording nor the storage changes: unwritten events would be lost with the
 * worker.
 * @param pending the maximum number of pending exchanges then.
 */
export async function atRest(
  inside: Inside,
  wanted: string,
  pending: number,
  tabId?: number,
): Promise<Recorded> {
  const isSame = (a: Recorded, b: Recorded) =>
    a.stored === b.stored &&
    JSON.stringify({ ...known(a), wanted: [] }) === JSON.stringify({ ...known(b), wanted: [] });
  // Compares by digests; reading thousands of whole exchanges each time is too slow.
  let last = await recordedByWorker(inside, undefined, tabId);
  for (let look = 0; look < LOOKS; look++) {
    await setTimeout(LOOK_AFTER);
    const now = await recordedByWorker(inside, undefined, tabId);
    if (isSame(now, last) && now.pending.length <= pending) {
      const whole = await recordedByWorker(inside, wanted, tabId);
      if (isSame(whole, now)) return whole;
    }
    last = now;
  }
  return recordedByWorker(inside, wanted, tabId);
}
