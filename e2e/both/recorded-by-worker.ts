import { setTimeout } from "node:timers/promises";
import type { Exchange } from "../../src/exchange/exchange.ts";
import type { TabState } from "../../src/protocol/messages.ts";
import type { DrivenPanel } from "./driven-browser.ts";

/** What the worker has recorded of a tab. */
export interface Recorded {
  /** Of each exchange, by its id, a digest of all that is known of it. */
  readonly digests: Readonly<Record<string, string>>;
  /** The ids of those that have not ended. */
  readonly pending: readonly string[];
  /** Those whose URL holds the text that was wanted. */
  readonly wanted: readonly Exchange[];
  readonly state: TabState;
  /** How much of the extension's storage is taken. */
  readonly stored: number;
}

/**
 * Connects in a page of the extension as a view does, and reads what it is sent at first.
 *
 * @param wanted a text in the URLs of those exchanges that are given whole.
 * @param tabId of which tab; of the panel's, where it is left out.
 */
export function recordedByWorker(
  panel: DrivenPanel,
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
        readonly storage: { session: { getBytesInUse(keys: null): Promise<number> } };
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
      return { digests, pending, wanted: whole, state, stored };
    },
    wanted ?? null,
    tabId ?? null,
  );
}

/** Without what may be otherwise after a death: how it is stored, and who is first of one millisecond. */
export function known({ stored: _, wanted, ...recorded }: Recorded): Omit<Recorded, "stored"> {
  const byId = [...wanted].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...recorded, wanted: byId };
}

/** How often it is looked at whether the worker is done, and how long after, in milliseconds: what is waited with is written by then. */
const LOOKS = 120;
const LOOK_AFTER = 300;

/**
 * Looks until nothing changes any more, nor what is stored: what is not written yet would be lost with the worker.
 *
 * @param pending how many are to be under way then, at most.
 */
export async function atRest(
  inside: DrivenPanel,
  wanted: string,
  pending: number,
  tabId?: number,
): Promise<Recorded> {
  const isSame = (a: Recorded, b: Recorded) =>
    a.stored === b.stored &&
    JSON.stringify({ ...known(a), wanted: [] }) === JSON.stringify({ ...known(b), wanted: [] });
  // The digests tell; thousands of whole exchanges are too much to be read each time.
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
