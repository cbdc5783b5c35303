import { corsHeaders, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightNotRouted, successIsBare } from "../symptoms.ts";

export const falcon: Stack = {
  id: "falcon",
  title: "Falcon",
  kind: "framework",
  versions: [{ of: "falcon", since: "3.0.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const by = isAny ? "        " : "            ";
    const set = (name: string, value: string) => `${by}resp.set_header("${name}", "${value}")`;
    return {
      install: null,
      blocks: [
        {
          file: "app.py",
          place: "top",
          language: "python",
          code: lines(
            policy.origins !== "*" && `ORIGINS = ${list(policy.origins)}`,
            policy.origins !== "*" && "",
            "class Cors:",
            "    def process_request(self, req, resp):",
            !isAny && '        resp.append_header("Vary", "Origin")',
            !isAny && '        origin = req.get_header("Origin")',
            !isAny && "        if origin in ORIGINS:",
            isAny
              ? set("Access-Control-Allow-Origin", "*")
              : `${by}resp.set_header("Access-Control-Allow-Origin", origin)`,
            ...corsHeaders(policy).map(({ name, value }) => set(name, value)),
            '        if req.method == "OPTIONS" and req.get_header("Access-Control-Request-Method"):',
            '            resp.status = "204 No Content"',
            "            resp.complete = True",
          ),
        },
        { file: "app.py", place: "options", language: "python", code: "middleware=[Cors()]," },
      ],
    };
  },
  remove: ["cors_enable=True", "falcon.CORSMiddleware(…)"],
  mistakes: [
    { id: "not-enabled", kind: "path-not-covered", code: "falcon.App()", shows: successIsBare },
    {
      id: "unknown-path",
      kind: "options-not-routed",
      code: "falcon.CORSMiddleware(…)",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://falcon.readthedocs.io/en/stable/api/cors.html"],
};
