import { indent, lines, list } from "../code.ts";
import type { SafePart, SafePolicy } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import { all, errorsAreBare, header, refused, status } from "../symptoms.ts";

const IMPORT: Block = {
  file: "main.py",
  place: "imports",
  language: "python",
  code: "from starlette.middleware.cors import CORSMiddleware",
};
const around = (code: string): Block => ({
  file: "main.py",
  place: "around",
  language: "python",
  code,
});

const VARY_BY_ORIGIN = [
  "class VaryByOrigin:",
  "    def __init__(self, app):",
  "        self.app = app",
  "",
  "    async def __call__(self, scope, receive, send):",
  "        async def varying(message):",
  '            if message["type"] == "http.response.start":',
  '                message["headers"] = [*message["headers"], (b"vary", b"Origin")]',
  "            await send(message)",
  "",
  '        await self.app(scope, receive, varying if scope["type"] == "http" else send)',
  "",
];

const options = (policy: SafePolicy) =>
  lines(
    `allow_origins=${policy.origins === "*" ? '["*"]' : list(policy.origins)},`,
    `allow_methods=${list(policy.methods)},`,
    `allow_headers=${list(policy.requestHeaders)},`,
    policy.exposedHeaders.length > 0 && `expose_headers=${list(policy.exposedHeaders)},`,
    policy.credentials && "allow_credentials=True,",
    policy.maxAge !== null && `max_age=${policy.maxAge},`,
  );

/** A middleware for each path, around the application that handles all other paths. */
function forPaths(parts: readonly SafePart[]): string {
  return lines(
    ...VARY_BY_ORIGIN,
    "class CorsByPath:",
    "    def __init__(self, app, parts):",
    "        self.app = app",
    "        self.by_path = {",
    "            path: VaryByOrigin(CORSMiddleware(app, **options))",
    "            for paths, options in parts",
    "            for path in paths",
    "        }",
    "",
    "    async def __call__(self, scope, receive, send):",
    '        app = self.by_path.get(scope.get("path"), self.app)',
    "        await app(scope, receive, send)",
    "",
    "app = CorsByPath(app, [",
    ...parts.map(({ paths, policy }) =>
      lines(`    (${list(paths)}, dict(`, indent(options(policy), "        "), "    )),"),
    ),
    "])",
  );
}

export const fastapi: Stack = {
  id: "fastapi",
  title: "FastAPI, Starlette",
  kind: "framework",
  layers: ["fastapi", "uvicorn"],
  versions: [{ of: "starlette", since: "0.20.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      IMPORT,
      around(
        lines(
          ...(policy.origins === "*" ? [] : VARY_BY_ORIGIN),
          "app = CORSMiddleware(",
          "    app,",
          indent(options(policy), "    "),
          ")",
          policy.origins !== "*" && "app = VaryByOrigin(app)",
        ),
      ),
    ],
  }),
  snippetForPaths: (parts) => ({ install: null, blocks: [IMPORT, around(forPaths(parts))] }),
  remove: ["app.add_middleware(CORSMiddleware, …)"],
  mistakes: [
    {
      id: "methods-by-default",
      kind: "methods-by-default",
      code: "add_middleware(CORSMiddleware, allow_origins=[…])",
      shows: all(refused(400), header("Access-Control-Allow-Methods", /^GET$/)),
    },
    {
      id: "added-inside",
      kind: "errors-without-headers",
      code: "app.add_middleware(CORSMiddleware, …)",
      shows: all(
        errorsAreBare,
        status((code) => code === 500),
      ),
    },
  ],
  docs: ["https://fastapi.tiangolo.com/tutorial/cors/", "https://www.starlette.io/middleware/"],
};
