import type { DrivenDocument } from "../both/driven-browser.ts";

interface Watching {
  longestBusy?: number;
}

const EVERY_MS = 10;

/** Notes from now on how long a document is busy at a time. */
export function watchBusy(document: DrivenDocument): Promise<void> {
  return document.evaluate((every: number) => {
    const watching = globalThis as Watching;
    watching.longestBusy = 0;
    const note = (ms: number) => {
      watching.longestBusy = Math.max(watching.longestBusy ?? 0, ms);
    };
    if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) note(duration);
      }).observe({ type: "longtask" });
      return;
    }
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      note(now - last - every);
      last = now;
    }, every);
  }, EVERY_MS);
}

/** The longest time that the document was busy since then, in milliseconds. */
export function longestBusy(document: DrivenDocument): Promise<number> {
  return document.evaluate(() => Math.round((globalThis as Watching).longestBusy ?? Number.NaN));
}
