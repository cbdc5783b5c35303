import { networkEntry } from "./network-entry.ts";

export const emptyResponse = networkEntry({
  short: "empty response",
  title: (s) => `Look at the log of ${s.host}: it closed the connection without an answer`,
  happened: (s) => `${s.host} accepted the connection and closed it without sending anything.`,
  fix: (s) => [
    `Look for a crash while it handled ${s.target}.`,
    "Check that the URL has the scheme that this port speaks.",
  ],
});
