import { networkEntry } from "./network-entry.ts";

export const connectionReset = networkEntry({
  short: "connection reset",
  title: (s) => `Look for what cuts the connection to ${s.host}`,
  happened: (s) => `The connection to ${s.host} was cut before an answer came.`,
  fix: (s) => [
    "Look at the log of the server, and of any proxy before it, for a crash or a limit.",
    `Check that ${s.host} speaks the scheme of the URL: http on an https port ends like this too.`,
  ],
});
