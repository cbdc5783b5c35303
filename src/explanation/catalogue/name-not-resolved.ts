import { networkEntry } from "./network-entry.ts";

export const nameNotResolved = networkEntry({
  short: "host name not found",
  title: (s) => `Check the host name ${s.host}: it has no address`,
  happened: (s) => `Your browser found no address for ${s.host}.`,
  fix: (s) => [
    `Check the spelling of ${s.host} in your call.`,
    "If the name is new or internal, check DNS, the hosts file and the VPN.",
  ],
});
