import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "jupyter",
  software: { from: "debian", packages: ["jupyter-server"] },
  files: ({ port, folder }) => ({
    "jupyter_server_config.py": `
import sys
sys.path.insert(0, "${folder}")
# @@settings
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = ${port}
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.allow_remote_access = True
c.ServerApp.root_dir = "${folder}"
c.ServerApp.token = "1"
c.ServerApp.disable_check_xsrf = True
c.ServerApp.jpserver_extensions = {"matrix": True}
`,
    "matrix.py": `
import json
from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError

class Ok(APIHandler):
    def get(self):
        self.set_header("X-Total", "7")
        self.finish(json.dumps({"cookie": self.request.headers.get("Cookie", "")}))
    put = delete = patch = get
    def post(self):
        if len(self.request.body) > 1024:
            raise HTTPError(413)
        self.finish(json.dumps(self.get_json_body()))
class Boom(APIHandler):
    def get(self):
        raise Exception("boom")
    put = get
class Auth(APIHandler):
    def get(self):
        raise HTTPError(401)
    put = get
class Cached(APIHandler):
    def get(self):
        self.set_header("Cache-Control", "max-age=60")
        self.finish("{}")

def _jupyter_server_extension_points():
    return [{"module": "matrix"}]

def _load_jupyter_server_extension(app):
    rules = [("/ok", Ok), ("/boom", Boom), ("/auth", Auth), ("/cached", Cached)]
    app.web_app.add_handlers(".*$", rules)
`,
  }),
  start: ({ folder }) => ({
    program: "/usr/bin/python3",
    args: ["-m", "jupyter_server", `--config=${folder}/jupyter_server_config.py`],
    env: { HOME: folder, JUPYTER_CONFIG_DIR: folder, JUPYTER_RUNTIME_DIR: folder },
  }),
  // With a token in the URL the GET is allowed by any configuration.
  paths: { "/cached?both": "/cached?both&token=1" },
  mistakes: {
    "origin-not-listed": () => ({
      settings: 'c = get_config()\nc.ServerApp.allow_origin_pat = "https://other"',
    }),
    "token-alone": () => ({ settings: "c = get_config()" }),
  },
  without: { settings: "c = get_config()" },
  limits: {
    13: "an unknown path does not respond to OPTIONS",
    20: "a preflight for Authorization passes from every origin: the token decides",
  },
};
