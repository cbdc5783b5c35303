import type { BrowserContext } from "playwright";
import { attachTo, type ProtocolTarget } from "./protocol-target.ts";

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

/** The size in bytes of a service worker's JavaScript heap, after garbage collection. */
export async function workerHeap(context: BrowserContext, origin: string): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error("The context has no browser.");
  const browser: ProtocolTarget = {
    type: "browser",
    send: (method, params) => session.send(method as never, params as never),
    on: (event, listener) => void session.on(event as never, listener as never),
  };
  try {
    const { targetInfos } = (await browser.send("Target.getTargets")) as {
      readonly targetInfos: readonly TargetInfo[];
    };
    const found = targetInfos.find(
      ({ type, url }) => type === "service_worker" && url.startsWith(origin),
    );
    if (found === undefined) throw new Error("The worker does not run.");
    const worker = await attachTo(browser, found);
    await worker.send("HeapProfiler.collectGarbage");
    const { usedSize } = (await worker.send("Runtime.getHeapUsage")) as {
      readonly usedSize: number;
    };
    return usedSize;
  } finally {
    await session.detach();
  }
}
