import { corsHeaders, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, preflightNotRouted } from "../symptoms.ts";

export const aiohttp: Stack = {
  id: "aiohttp",
  title: "aiohttp",
  kind: "framework",
  versions: [{ of: "aiohttp", since: "3.8.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const by = isAny ? "    " : "        ";
    const set = (name: string, value: string) => `${by}headers["${name}"] = "${value}"`;
    return {
      install: null,
      blocks: [
        {
          file: "app.py",
          place: "top",
          language: "python",
          code: lines(
            "from aiohttp import web",
            "",
            policy.origins !== "*" && `ORIGINS = ${list(policy.origins)}`,
            policy.origins !== "*" && "",
            "def allowed(request):",
            isAny ? "    headers = {}" : '    headers = {"Vary": "Origin"}',
            !isAny && '    origin = request.headers.get("Origin")',
            !isAny && "    if origin in ORIGINS:",
            isAny
              ? set("Access-Control-Allow-Origin", "*")
              : `${by}headers["Access-Control-Allow-Origin"] = origin`,
            ...corsHeaders(policy).map(({ name, value }) => set(name, value)),
            "    return headers",
            "",
            "@web.middleware",
            "async def cors(request, handler):",
            '    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:',
            "        return web.Response(status=204, headers=allowed(request))",
            "    try:",
            "        response = await handler(request)",
            "    except web.HTTPException as error:",
            "        error.headers.update(allowed(request))",
            "        raise",
            "    except Exception:",
            '        request.app.logger.exception("unhandled")',
            "        response = web.Response(status=500)",
            "    response.headers.update(allowed(request))",
            "    return response",
          ),
        },
        {
          file: "app.py",
          place: "first",
          language: "python",
          code: "app.middlewares.insert(0, cors)",
        },
      ],
    };
  },
  remove: ["aiohttp_cors.setup(app, …)"],
  mistakes: [
    {
      id: "only-routes",
      kind: "errors-without-headers",
      code: "aiohttp_cors.setup(app, …)",
      shows: errorsAreBare,
    },
    {
      id: "options-not-routed",
      kind: "options-not-routed",
      code: "cors.add(route)",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://docs.aiohttp.org/en/stable/web_advanced.html#middlewares"],
};
