import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { all, errorsAreBare, header, refused, status } from "../symptoms.ts";

export const fastapi: Stack = {
  id: "fastapi",
  title: "FastAPI, Starlette",
  kind: "framework",
  layers: ["fastapi", "uvicorn"],
  versions: [{ of: "starlette", since: "0.20.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "main.py",
        place: "imports",
        language: "python",
        code: "from starlette.middleware.cors import CORSMiddleware",
      },
      {
        file: "main.py",
        place: "around",
        language: "python",
        code: lines(
          ...(policy.origins === "*"
            ? []
            : [
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
              ]),
          "app = CORSMiddleware(",
          "    app,",
          `    allow_origins=${policy.origins === "*" ? '["*"]' : list(policy.origins)},`,
          `    allow_methods=${list(policy.methods)},`,
          `    allow_headers=${list(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 && `    expose_headers=${list(policy.exposedHeaders)},`,
          policy.credentials && "    allow_credentials=True,",
          policy.maxAge !== null && `    max_age=${policy.maxAge},`,
          ")",
          policy.origins !== "*" && "app = VaryByOrigin(app)",
        ),
      },
    ],
  }),
  remove: ["app.add_middleware(CORSMiddleware, …)"],
  mistakes: [
    {
      id: "added-inside",
      kind: "errors-without-headers",
      code: "app.add_middleware(CORSMiddleware, …)",
      shows: all(
        errorsAreBare,
        status((code) => code === 500),
      ),
    },
    {
      id: "methods-by-default",
      kind: "methods-by-default",
      code: "add_middleware(CORSMiddleware, allow_origins=[…])",
      shows: all(refused(400), header("Access-Control-Allow-Methods", /^GET$/)),
    },
  ],
  docs: ["https://fastapi.tiangolo.com/tutorial/cors/", "https://www.starlette.io/middleware/"],
};
