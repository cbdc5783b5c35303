import type { LabStack } from "../lab-stack.ts";

const ONE_ENDPOINT = "Socket.IO responds at one path, by GET and POST, with its own statuses";

export const stack: LabStack = {
  id: "socket-io",
  software: { from: "npm", packages: { "socket.io": "4.8.4" } },
  files: ({ port }) => ({
    "server.mjs": `
import { createServer } from "node:http";
import { Server } from "socket.io";
const http = createServer((req, res) => res.writeHead(404).end());
new Server(http, {
  // @@options
});
http.listen(${port}, "127.0.0.1");
`,
  }),
  start: () => ({ program: "node", args: ["server.mjs"] }),
  paths: { "/ok": "/socket.io/?EIO=4&transport=polling" },
  mistakes: {
    "not-configured": () => ({}),
    "star-with-credentials": () => ({ options: 'cors: { origin: "*" },' }),
  },
  limits: Object.fromEntries(
    [2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 22, 23, 24].map((id) => [
      id,
      ONE_ENDPOINT,
    ]),
  ),
};
