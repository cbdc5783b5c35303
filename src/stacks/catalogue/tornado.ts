import { corsHeaders, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, preflightNotRouted } from "../symptoms.ts";

export const tornado: Stack = {
  id: "tornado",
  title: "Tornado",
  kind: "framework",
  versions: [{ of: "tornado", since: "5.0.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const by = isAny ? "        " : "            ";
    const set = (name: string, value: string) => `${by}self.set_header("${name}", "${value}")`;
    return {
      install: null,
      blocks: [
        {
          file: "app.py",
          place: "top",
          language: "python",
          code: lines(
            "import tornado.web",
            "",
            policy.origins !== "*" && `ORIGINS = ${list(policy.origins)}`,
            policy.origins !== "*" && "",
            "class CorsHandler(tornado.web.RequestHandler):",
            "    def set_default_headers(self):",
            !isAny && '        self.add_header("Vary", "Origin")',
            !isAny && '        origin = self.request.headers.get("Origin")',
            !isAny && "        if origin in ORIGINS:",
            isAny
              ? set("Access-Control-Allow-Origin", "*")
              : `${by}self.set_header("Access-Control-Allow-Origin", origin)`,
            ...corsHeaders(policy).map(({ name, value }) => set(name, value)),
            "",
            "    def options(self, *args):",
            "        self.set_status(204)",
            "",
            "class NotFound(CorsHandler):",
            "    def prepare(self):",
            '        if self.request.method != "OPTIONS":',
            "            raise tornado.web.HTTPError(404)",
          ),
        },
        {
          file: "app.py",
          place: "options",
          language: "python",
          code: "default_handler_class=NotFound,",
        },
      ],
    };
  },
  remove: ['self.set_header("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "not-found-not-covered",
      kind: "path-not-covered",
      code: "default_handler_class=NotFound",
      shows: errorsAreBare,
    },
    {
      id: "options-not-handled",
      kind: "options-not-routed",
      code: "def options(self, *args)",
      shows: preflightNotRouted,
    },
  ],
  docs: [
    "https://www.tornadoweb.org/en/stable/web.html#tornado.web.RequestHandler.set_default_headers",
  ],
};
