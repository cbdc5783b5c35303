import type { BrowserContext } from "playwright";

interface Version {
  readonly versionId: string;
  readonly registrationId: string;
  readonly scriptURL: string;
  readonly runningStatus: "stopped" | "starting" | "running" | "stopping";
}

/** Stops the service workers of an origin; resolves when all of them have stopped. */
export async function stopServiceWorkers(context: BrowserContext, origin: string): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  try {
    const running = new Map<string, boolean>();
    const stopped = new Promise<void>((resolve) => {
      session.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
        for (const { versionId, scriptURL, runningStatus } of versions as readonly Version[]) {
          if (scriptURL.startsWith(origin)) running.set(versionId, runningStatus !== "stopped");
        }
        if (running.size > 0 && ![...running.values()].includes(true)) resolve();
      });
    });
    await session.send("ServiceWorker.enable");
    await session.send("ServiceWorker.stopAllWorkers");
    await stopped;
  } finally {
    await session.detach();
  }
}
