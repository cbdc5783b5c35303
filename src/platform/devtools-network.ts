import { browser, engine } from "./browser.ts";

/** Entries wait this long for others, in milliseconds. */
const GATHER_MS = 50;

/**
 * Hears of the requests that DevTools shows, also of those from before, as HAR entries with Chromium's
 * own fields. Only inside of DevTools; and not in Firefox, whose entries tell neither who asked nor
 * what was refused.
 */
export function listenToDevTools(onEntries: (entries: readonly unknown[]) => void): void {
  const network = browser.devtools?.network as DevtoolsNetwork | undefined;
  if (network === undefined || engine !== "chromium") return;
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
  network.getHAR((har) => take(har.entries));
}

/** As Chromium has it; entries are hostile as far as pages wrote them. */
interface DevtoolsNetwork {
  readonly onRequestFinished: { addListener(listener: (entry: unknown) => void): void };
  getHAR(callback: (har: { readonly entries: readonly unknown[] }) => void): void;
}
