import type { DrivenPanel } from "../both/driven-browser.ts";

/** What the worker tells a view of a tab. */
export interface WorkerSnapshot {
  /** Of each exchange, by its id, a digest of all that is known of it. */
  readonly digests: Readonly<Record<string, string>>;
  readonly pending: readonly string[];
  readonly dropped: number;
  readonly unsaved: number;
}

/** Connects in a panel as a view does, and reads the first snapshot. */
export function snapshotOfWorker(panel: DrivenPanel): Promise<WorkerSnapshot> {
  return panel.evaluate(async () => {
    interface Message {
      readonly type: string;
      readonly exchanges: readonly { id: string; ending: { kind: string } }[];
      readonly part?: readonly [number, number];
      readonly state: { dropped: number; unsaved?: number };
    }
    interface Port {
      readonly onMessage: { addListener(hear: (message: Message) => void): void };
      disconnect(): void;
    }
    type Api = { runtime: { connect(options: { name: string }): Port } };
    const { browser, chrome } = globalThis as unknown as { browser?: Api; chrome: Api };
    const tabId = new URL(location.href).searchParams.get("tabId");
    const port = (browser ?? chrome).runtime.connect({ name: `popup:${tabId}` });
    const digests: Record<string, string> = {};
    const pending: string[] = [];
    const { state } = await new Promise<Message>((resolve) => {
      port.onMessage.addListener((message) => {
        if (message.type !== "snapshot") return;
        for (const exchange of message.exchanges) {
          let digest = 0;
          for (const unit of JSON.stringify(exchange)) {
            digest = (Math.imul(digest, 31) + unit.charCodeAt(0)) | 0;
          }
          digests[exchange.id] = `${digest}`;
          if (exchange.ending.kind === "pending") pending.push(exchange.id);
        }
        const [index, count] = message.part ?? [0, 1];
        if (index === count - 1) resolve(message);
      });
    });
    port.disconnect();
    return { digests, pending, dropped: state.dropped, unsaved: state.unsaved ?? 0 };
  });
}
