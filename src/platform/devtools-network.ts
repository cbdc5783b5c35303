import { interfaceOf } from "../browsers/facts-of.ts";
import { browser, engine } from "./browser.ts";

/** Entries wait this long for others, in milliseconds. */
const GATHER_MS = 50;

/**
 * Hears of the requests that DevTools shows, also of those from before, as HAR entries (Chromium's
 * with its own fields). Only inside of DevTools.
 */
export function listenToDevTools(onEntries: (entries: readonly unknown[]) => void): void {
  const network = browser.devtools?.network as unknown as DevtoolsNetwork | undefined;
  if (network === undefined) return;
  let waiting: unknown[] = [];
  const take = (entries: readonly unknown[]) => {
    if (waiting.length === 0) {
      setTimeout(() => {
        onEntries(waiting);
        waiting = [];
      }, GATHER_MS);
    }
    waiting.push(...entries);
  };
  network.onRequestFinished.addListener((entry) => take([entry]));
  const takeAll = (har: Har) => take(har.entries);
  if (interfaceOf(engine).getHarTakesCallback) network.getHAR(takeAll);
  // Of before Firefox knows only what its network monitor was there to see.
  else void network.getHAR().then(takeAll, () => {});
}

/** As both browsers have it; entries are hostile as far as pages wrote them. */
interface DevtoolsNetwork {
  readonly onRequestFinished: { addListener(listener: (entry: unknown) => void): void };
  getHAR(callback: (har: Har) => void): void;
  getHAR(): Promise<Har>;
}
interface Har {
  readonly entries: readonly unknown[];
}
