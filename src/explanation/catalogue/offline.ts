import { networkEntry } from "./network-entry.ts";

export const offline = networkEntry({
  short: "offline",
  title: (s) => `Reconnect to the network, then repeat ${s.target}`,
  happened: () => "This machine was offline, or changed its network during the call.",
  fix: () => ["Check the connection and the “Offline” setting of DevTools, then try again."],
});
