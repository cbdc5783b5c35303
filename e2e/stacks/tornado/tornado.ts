import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "tornado",
  software: { from: "debian", packages: ["python3-tornado"] },
  files: ({ port }) => ({
    "app.py": `
import json, logging
import tornado.ioloop, tornado.web
logging.disable(logging.CRITICAL)
# @@top
Base = globals().get("CorsHandler", tornado.web.RequestHandler)
class Ok(Base):
    def get(self):
        self.set_header("X-Total", "7")
        self.write({"cookie": self.request.headers.get("Cookie", "")})
    put = delete = patch = get
    def post(self):
        if len(self.request.body) > 1024:
            raise tornado.web.HTTPError(413)
        try:
            self.write(json.loads(self.request.body))
        except ValueError:
            raise tornado.web.HTTPError(400)
class Boom(Base):
    def get(self):
        raise Exception("boom")
    put = get
class Auth(Base):
    def prepare(self):
        if self.request.method != "OPTIONS":
            raise tornado.web.HTTPError(401)
class Cached(Base):
    def get(self):
        self.set_header("Cache-Control", "max-age=60")
        self.write({})
app = tornado.web.Application(
    [("/ok", Ok), ("/boom", Boom), ("/auth", Auth), ("/cached", Cached)],
    # @@options
)
app.listen(${port}, "127.0.0.1")
tornado.ioloop.IOLoop.current().start()
`,
  }),
  start: () => ({ program: "/usr/bin/python3", args: ["app.py"] }),
  mistakes: {
    "not-found-not-covered": (snippet) => ({ top: fillingOf(snippet).top ?? "" }),
    "options-not-handled": (snippet) => ({
      ...fillingOf(snippet),
      top: fillingOf(snippet).top?.replace(/ {4}def options[^\n]*\n[^\n]*\n/, "") ?? "",
    }),
  },
};
