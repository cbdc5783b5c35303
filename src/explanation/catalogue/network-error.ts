import { networkEntry } from "./network-entry.ts";

export const networkError = networkEntry({
  short: "network error",
  title: (s) => `Check the connection to ${s.host}`,
  happened: (s) => `${s.target} failed in the network.`,
  fix: (s) => [`Open ${s.site} in a tab, or call it with curl, to see whether it answers at all.`],
});
