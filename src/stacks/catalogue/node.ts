import { lines, list } from "../code.ts";
import { headerObjects } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, preflightNotRouted } from "../symptoms.ts";

const setEach = (all: readonly string[], by: string) =>
  all.map((line) => line.replace(/^("[^"]+"): (.*),$/, `${by}res.setHeader($1, $2);`));

export const node: Stack = {
  id: "node",
  title: "Node.js (http)",
  kind: "framework",
  versions: [{ of: "node", since: "18.3.0" }],
  snippet: (policy) => {
    const { allow, preflight } = headerObjects(policy);
    const isAny = policy.origins === "*";
    const by = isAny ? "  " : "    ";
    return {
      install: null,
      blocks: [
        {
          file: "server.js",
          place: "top",
          language: "javascript",
          code: lines(
            policy.origins !== "*" && `const ORIGINS = new Set(${list(policy.origins)});`,
            policy.origins !== "*" && "",
            "/** Sets the headers; true where it has responded to a preflight. */",
            "function cors(req, res) {",
            !isAny && '  res.appendHeader("Vary", "Origin");',
            !isAny && "  if (ORIGINS.has(req.headers.origin)) {",
            isAny
              ? `${by}res.setHeader("Access-Control-Allow-Origin", "*");`
              : `${by}res.setHeader("Access-Control-Allow-Origin", req.headers.origin);`,
            ...setEach(allow, by),
            !isAny && "  }",
            '  const isPreflight = req.method === "OPTIONS" && req.headers["access-control-request-method"];',
            "  if (!isPreflight) return false;",
            ...setEach(preflight, "  "),
            "  res.writeHead(204).end();",
            "  return true;",
            "}",
          ),
        },
        {
          file: "server.js",
          place: "first",
          language: "javascript",
          code: "if (cors(req, res)) return;",
        },
      ],
    };
  },
  remove: ['res.setHeader("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "options-not-handled",
      kind: "options-not-routed",
      code: 'if (req.method === "OPTIONS")',
      shows: preflightNotRouted,
    },
    {
      id: "headers-in-one-branch",
      kind: "errors-without-headers",
      code: "res.writeHead(200, { … })",
      shows: errorsAreBare,
    },
  ],
  docs: ["https://nodejs.org/api/http.html#responsesetheadername-value"],
};
