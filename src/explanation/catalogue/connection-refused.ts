import { networkEntry } from "./network-entry.ts";

export const connectionRefused = networkEntry({
  short: "connection refused",
  title: (s) => `Start the server at ${s.host}: nothing accepts connections there`,
  happened: (s) => `${s.host} refused the connection, or could not be reached.`,
  fix: (s) => [
    `Check that the server runs and listens on ${s.host}, with that port and scheme.`,
    "In a container or VM, check that the port is published.",
  ],
});
