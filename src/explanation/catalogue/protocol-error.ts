import { networkEntry } from "./network-entry.ts";

export const protocolError = networkEntry({
  short: "protocol error",
  title: (s) => `Look for a malformed answer from ${s.host}`,
  happened: (s) =>
    `The answer of ${s.host} breaks the rules of HTTP, so the browser threw it away.`,
  fix: (s) => [
    `Send ${s.target} with curl -v, and compare the length and the header lines with what the server meant to send.`,
    "Look at any proxy between: HTTP/2 and HTTP/3 errors often begin there.",
  ],
});
