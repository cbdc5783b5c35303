import { networkEntry } from "./network-entry.ts";

export const timedOut = networkEntry({
  short: "timed out",
  title: (s) => `Find out why ${s.host} does not answer in time`,
  happened: (s) => `${s.host} did not answer in time.`,
  fix: (s) => [
    `Check that ${s.host} can be reached from this machine: firewall, VPN, port.`,
    `If it can, look for what takes so long in ${s.target}.`,
  ],
});
