import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "falcon",
  software: { from: "debian", packages: ["python3-falcon"] },
  files: ({ port }) => ({
    "app.py": `
import json
from wsgiref.simple_server import WSGIRequestHandler, make_server
import falcon
# @@top
class Ok:
    def on_get(self, req, resp):
        resp.set_header("X-Total", "7")
        resp.media = {"cookie": req.get_header("Cookie") or ""}
    on_put = on_delete = on_patch = on_get
    def on_post(self, req, resp):
        if (req.content_length or 0) > 1024:
            req.bounded_stream.read()
            raise falcon.HTTPPayloadTooLarge()
        resp.media = req.get_media()
class Boom:
    def on_get(self, req, resp):
        raise Exception("boom")
    on_put = on_get
class Auth:
    def on_get(self, req, resp):
        raise falcon.HTTPUnauthorized()
    on_put = on_get
class Cached:
    def on_get(self, req, resp):
        resp.set_header("Cache-Control", "max-age=60")
        resp.media = {}
app = falcon.App(
    # @@options
)
app.add_route("/ok", Ok())
app.add_route("/boom", Boom())
app.add_route("/auth", Auth())
app.add_route("/cached", Cached())
class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass
make_server("127.0.0.1", ${port}, app, handler_class=Quiet).serve_forever()
`,
  }),
  start: () => ({ program: "/usr/bin/python3", args: ["app.py"] }),
  mistakes: {
    "unknown-path": () => ({
      options:
        'middleware=falcon.CORSMiddleware(allow_origins=["http://app.test", "http://two.app.test"], allow_credentials="*"),',
    }),
    "not-enabled": () => ({}),
  },
};
