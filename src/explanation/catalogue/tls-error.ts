import { networkEntry } from "./network-entry.ts";

export const tlsError = networkEntry({
  short: "TLS or certificate error",
  title: (s) => `Repair the certificate or TLS setup of ${s.host}`,
  happened: (s) => `Your browser could not set up a trusted connection to ${s.host}.`,
  fix: (s) => [
    `Open ${s.site} in a tab: the browser shows there what is wrong.`,
    "Renew the certificate, complete its chain, or make it name this host. For development, trust your local certificate authority.",
  ],
});
