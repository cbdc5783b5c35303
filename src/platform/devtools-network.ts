import { interfaceOf } from "../browsers/facts-of.ts";
import { browser, engine } from "./browser.ts";

/** How long entries are gathered before they are reported, in milliseconds. */
const GATHER_MS = 50;

/**
 * Listens to the requests that DevTools shows, including earlier ones, as HAR entries (Chromium's with its
 * own fields). Only inside DevTools.
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
  // Firefox only has the earlier requests that its network monitor recorded.
  else void network.getHAR().then(takeAll, () => {});
}

/** The API in both browsers; pages control parts of the entries, which may be hostile. */
interface DevtoolsNetwork {
  readonly onRequestFinished: { addListener(listener: (entry: unknown) => void): void };
  getHAR(callback: (har: Har) => void): void;
  getHAR(): Promise<Har>;
}
interface Har {
  readonly entries: readonly unknown[];
}
