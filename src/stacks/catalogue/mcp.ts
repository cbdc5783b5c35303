import type { SafePolicy } from "../safe-policy.ts";
import type { Stack } from "../stack.ts";
import { all, header, headerNotListed, refused } from "../symptoms.ts";
import { express } from "./express.ts";

/** Headers that every client sends or reads. https://modelcontextprotocol.io/specification */
const REQUEST_HEADERS = [
  ...["accept", "authorization", "content-type", "last-event-id"],
  ...["mcp-method", "mcp-name", "mcp-protocol-version", "mcp-session-id"],
];
const EXPOSED_HEADERS = ["mcp-session-id", "www-authenticate"];
const METHODS = ["GET", "POST", "DELETE"];

const merged = (own: readonly string[], more: readonly string[]) => [...new Set([...own, ...more])];

export const mcp: Stack = {
  id: "mcp",
  title: "MCP server (TypeScript SDK)",
  kind: "framework",
  layers: ["mcp", "express"],
  versions: [
    { of: "@modelcontextprotocol/sdk", since: "1.10.0", before: "2.0.0" },
    { of: "cors", since: "2.8.0" },
  ],
  snippet: (policy) => {
    const wider: SafePolicy = {
      ...policy,
      methods: merged(policy.methods, METHODS),
      requestHeaders: merged(policy.requestHeaders, REQUEST_HEADERS).sort(),
      exposedHeaders: merged(policy.exposedHeaders, EXPOSED_HEADERS).sort(),
    };
    return express.snippet(wider);
  },
  remove: ['res.setHeader("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "header-not-listed",
      kind: "headers-by-default",
      code: 'allowedHeaders: ["content-type"]',
      shows: headerNotListed,
    },
    {
      id: "options-refused",
      kind: "options-not-routed",
      code: 'app.all("/mcp", …)',
      shows: all(refused(405), header("Allow", /GET, POST, DELETE/)),
    },
  ],
  docs: ["https://github.com/modelcontextprotocol/typescript-sdk"],
};
