import { indent, lines, list } from "../code.ts";
import type { SafePart, SafePolicy } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import { preflightUnauthenticated, successIsBare } from "../symptoms.ts";

const INSTALL = "pip install flask-cors";
const IMPORT: Block = {
  file: "app.py",
  place: "imports",
  language: "python",
  code: "from flask import request\nfrom flask_cors import CORS",
};
const first = (code: string): Block => ({
  file: "app.py",
  place: "first",
  language: "python",
  code,
});

const options = (policy: SafePolicy) =>
  lines(
    `origins=${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
    `methods=${list(policy.methods)},`,
    `allow_headers=${list(policy.requestHeaders)},`,
    policy.exposedHeaders.length > 0 && `expose_headers=${list(policy.exposedHeaders)},`,
    policy.credentials && "supports_credentials=True,",
    policy.maxAge !== null && `max_age=${policy.maxAge},`,
    policy.origins === "*" && "send_wildcard=True,",
    policy.origins !== "*" && "vary_header=False,",
  );

function forPaths(parts: readonly SafePart[]): string {
  return lines(
    "PARTS = [",
    ...parts.map(({ paths, policy }) =>
      lines(`    (${list(paths)}, dict(`, indent(options(policy), "        "), "    )),"),
    ),
    "]",
    "CORS(app, resources={path: options for paths, options in PARTS for path in paths})",
    "PATHS = [path for paths, _ in PARTS for path in paths]",
    "",
    "@app.before_request",
    "def answer_preflight():",
    '    is_preflight = "Access-Control-Request-Method" in request.headers',
    '    if request.method == "OPTIONS" and is_preflight and request.path in PATHS:',
    '        return "", 204',
    "",
    "@app.after_request",
    "def vary_by_origin(response):",
    "    if request.path in PATHS:",
    '        response.vary.add("Origin")',
    "    return response",
  );
}

export const flask: Stack = {
  id: "flask",
  title: "Flask",
  kind: "framework",
  layers: ["flask"],
  versions: [{ of: "flask-cors", since: "3.0.0" }],
  snippet: (policy) => ({
    install: INSTALL,
    blocks: [
      IMPORT,
      first(
        lines(
          "CORS(",
          "    app,",
          indent(options(policy), "    "),
          ")",
          "",
          "@app.before_request",
          "def answer_preflight():",
          '    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:',
          '        return "", 204',
          policy.origins !== "*" && "",
          policy.origins !== "*" && "@app.after_request",
          policy.origins !== "*" && "def vary_by_origin(response):",
          policy.origins !== "*" && '    response.vary.add("Origin")',
          policy.origins !== "*" && "    return response",
        ),
      ),
    ],
  }),
  snippetForPaths: (parts) => ({ install: INSTALL, blocks: [IMPORT, first(forPaths(parts))] }),
  remove: ['response.headers["Access-Control-Allow-Origin"] = …', "@cross_origin()"],
  mistakes: [
    {
      id: "authentication-before-request",
      kind: "authentication-first",
      code: "@app.before_request",
      shows: preflightUnauthenticated,
    },
    {
      id: "resources-do-not-match",
      kind: "path-not-covered",
      code: 'CORS(app, resources={r"/api/*": …})',
      shows: successIsBare,
    },
  ],
  docs: ["https://flask-cors.readthedocs.io/en/latest/configuration.html"],
};
