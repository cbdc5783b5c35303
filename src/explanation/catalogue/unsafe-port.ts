import { networkEntry } from "./network-entry.ts";

export const unsafePort = networkEntry({
  short: "blocked port",
  title: (s) => `Move ${s.host} to another port: browsers block this one`,
  happened: (s) =>
    `Browsers do not connect to the port of ${s.host}, which belongs to another protocol.`,
  fix: () => ["Let the server listen on another port, such as 8080, and use it in the call."],
});
