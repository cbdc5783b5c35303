import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "aiohttp",
  software: { from: "debian", packages: ["python3-aiohttp", "python3-aiohttp-cors"] },
  files: ({ port }) => ({
    "app.py": `
import json
from aiohttp import web
# @@top
async def ok(request):
    body = await request.read()
    if request.method == "POST":
        try:
            json.loads(body)
        except ValueError:
            raise web.HTTPBadRequest()
    return web.json_response({"cookie": request.headers.get("Cookie", "")}, headers={"X-Total": "7"})
async def boom(request):
    raise Exception("boom")
async def auth(request):
    raise web.HTTPUnauthorized()
async def cached(request):
    return web.json_response({}, headers={"Cache-Control": "max-age=60"})
app = web.Application(client_max_size=1024)
for method in ["GET", "PUT", "DELETE", "PATCH", "POST"]:
    app.router.add_route(method, "/ok", ok)
    app.router.add_route(method, "/boom", boom)
    app.router.add_route(method, "/auth", auth)
app.router.add_route("GET", "/cached", cached)
# @@first
# @@wrong-last
web.run_app(app, host="127.0.0.1", port=${port}, print=None)
`,
  }),
  start: () => ({ program: "/usr/bin/python3", args: ["app.py"] }),
  mistakes: {
    "only-routes": () => ({
      "wrong-last": `import aiohttp_cors
cors = aiohttp_cors.setup(app, defaults={"http://app.test": aiohttp_cors.ResourceOptions(allow_credentials=True, allow_headers="*", allow_methods=["GET", "PUT"])})
for route in list(app.router.routes()):
    cors.add(route)`,
    }),
    "options-not-routed": (snippet) => ({
      top: fillingOf(snippet).top?.replace('request.method == "OPTIONS"', "False") ?? "",
      first: fillingOf(snippet).first ?? "",
    }),
  },
};
