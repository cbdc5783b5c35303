import { Recorder } from "../../src/background/recorder.ts";
import {
  completedLife,
  preflightLife,
  someFacts,
} from "../../src/observation/observation.test-builder.ts";
import type { Observation } from "../../src/observation/observation.ts";
import type { SessionStore } from "../../src/platform/session-storage.ts";
import { DEFAULT_SETTINGS } from "../../src/protocol/messages.ts";

/** The number of events in a turn; the storage writes between turns. */
const IN_A_TURN = 100;
const TABS = 5;

/** The recording after a long day. */
export interface Kept {
  readonly exchanges: number;
  readonly lost: number;
  readonly storedBytes: number;
}

/** Keeps its items outside the heap, as the browser does. */
class BytesStore implements SessionStore {
  readonly #items = new Map<string, Uint8Array>();

  async getAll() {
    return {};
  }

  async set(items: Readonly<Record<string, unknown>>) {
    for (const [key, text] of Object.entries(items)) {
      this.#items.set(key, new TextEncoder().encode(String(text)));
    }
  }

  async remove(keys: readonly string[]) {
    for (const key of keys) this.#items.delete(key);
  }

  get bytes(): number {
    let bytes = 0;
    for (const [key, text] of this.#items) bytes += key.length + text.length;
    return bytes;
  }

  /** The map's own heap belongs to the bench. */
  clear(): void {
    this.#items.clear();
  }
}

/** A pseudorandom number, the same in every run. */
const hash = (n: number) => ((n * 2_654_435_761) >>> 0).toString(16).padStart(8, "0");

/** All events of one request to an API behind a proxy. Every fourth is preflighted, every tenth blocked. */
function eventsOf(index: number): Observation[] {
  const at = 1.8e12 + index * 20;
  const tabId = 1 + (index % TABS);
  const facts = someFacts({ requestId: `${index}`, tabId, documentId: `D${tabId}` });
  const url = `https://api.test/v2/orders/${hash(index)}/items?page=${index % 40}`;
  const isPut = index % 4 === 0;
  const request = {
    ...{ facts, url, method: isPut ? "PUT" : "GET", at },
    requestHeaders: [
      ["Accept", "application/json"],
      ["Origin", "https://app.test"],
      ["Referer", "https://app.test/"],
      ["Sec-Fetch-Mode", "cors"],
      ["Sec-Fetch-Site", "cross-site"],
      ["Sec-Fetch-Dest", "empty"],
      ["User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0"],
      ["Authorization", `Bearer ${hash(7)}`],
    ] as const,
    responseHeaders: [
      ...(index % 10 === 0 ? [] : [["Access-Control-Allow-Origin", "https://app.test"] as const]),
      ["Vary", "Origin"],
      ["Content-Type", "application/json; charset=utf-8"],
      ["Content-Length", `${300 + (index % 5_000)}`],
      ["Date", new Date(at).toUTCString()],
      ["ETag", `W/"${hash(index)}"`],
      ["Server", "nginx"],
      ["X-Request-Id", `${hash(index)}-${hash(index + 1)}`],
      ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
    ] as const,
  };
  const [started, ...rest] = completedLife(request);
  if (!isPut || started === undefined) return completedLife(request);
  const preflight = {
    ...{ ...request, at: at + 1, facts: { ...facts, requestId: `p${index}` } },
    ...{ method: "OPTIONS", requests: "PUT" },
  };
  const later = rest.map((event) => ({ ...event, timeStamp: event.timeStamp + 5 }));
  return [started, ...preflightLife(preflight), ...later];
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 6));

const store = new BytesStore();
const recorder = new Recorder({
  browser: "chromium",
  store,
  settings: Promise.resolve(DEFAULT_SETTINGS),
  onChange: () => {},
  onState: () => {},
});

/**
 * Records this number of requests, waits until all is written, then clears the store, so that the heap does
 * not include it.
 */
export async function record(count: number): Promise<Kept> {
  await recorder.ready;
  for (let index = 0; index < count; index++) {
    for (const event of eventsOf(index)) recorder.observe(event);
    if (index % IN_A_TURN === 0) await settled();
  }
  for (let turn = 0, bytes = -1; bytes !== store.bytes || turn < 100; turn++) {
    bytes = store.bytes;
    await settled();
  }
  const storedBytes = store.bytes;
  store.clear();
  const tabs = recorder.log.tabIds();
  return {
    // Preflights that were paired with a request are not exchanges.
    exchanges: tabs.reduce(
      (sum, id) => sum + recorder.log.ids(id).filter((it) => !it.startsWith("p")).length,
      0,
    ),
    lost: tabs.reduce((sum, id) => sum + recorder.log.dropped(id), 0),
    storedBytes,
  };
}
