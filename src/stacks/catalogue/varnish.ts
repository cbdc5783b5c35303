import { corsHeaders, lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, otherOrigin, preflightNotRouted } from "../symptoms.ts";

export const varnish: Stack = {
  id: "varnish",
  title: "Varnish",
  kind: "proxy",
  versions: [{ of: "varnish", since: "6.0.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const set = (name: string, value: string) => `    set resp.http.${name} = ${value};`;
    return {
      install: null,
      blocks: [
        {
          file: "default.vcl",
          place: "top",
          language: "vcl",
          code: lines(
            "sub vcl_recv {",
            "  unset req.http.X-Cors-Origin;",
            policy.origins === "*"
              ? '  set req.http.X-Cors-Origin = "*";'
              : `  if (${policy.origins.map((origin) => `req.http.Origin == "${origin}"`).join(" || ")}) {`,
            !isAny && "    set req.http.X-Cors-Origin = req.http.Origin;",
            !isAny && "  }",
            '  if (req.method == "OPTIONS" && req.http.Access-Control-Request-Method) {',
            "    return (synth(204));",
            "  }",
            "}",
            "",
            "sub cors {",
            "  unset resp.http.Access-Control-Allow-Origin;",
            "  unset resp.http.Access-Control-Allow-Credentials;",
            "  if (req.http.X-Cors-Origin) {",
            set("Access-Control-Allow-Origin", "req.http.X-Cors-Origin"),
            ...corsHeaders(policy).map(({ name, value }) => set(name, `"${value}"`)),
            "  }",
            !isAny && "  if (resp.http.Vary) {",
            !isAny && '    set resp.http.Vary = resp.http.Vary + ", Origin";',
            !isAny && "  } else {",
            !isAny && '    set resp.http.Vary = "Origin";',
            !isAny && "  }",
            "}",
            "",
            "sub vcl_deliver {",
            "  call cors;",
            "}",
            "",
            "sub vcl_synth {",
            "  call cors;",
            "  if (resp.status == 204) {",
            "    return (deliver);",
            "  }",
            "}",
          ),
        },
      ],
    };
  },
  remove: ["set beresp.http.Access-Control-Allow-Origin = …;"],
  mistakes: [
    {
      id: "stored-with-the-object",
      kind: "no-vary",
      code: "set beresp.http.Access-Control-Allow-Origin = bereq.http.Origin;",
      shows: otherOrigin,
    },
    {
      id: "without-synth",
      kind: "errors-without-headers",
      code: "sub vcl_synth { … }",
      shows: errorsAreBare,
    },
    {
      id: "options-passed-on",
      kind: "options-not-routed",
      code: "return (synth(204));",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://varnish-cache.org/docs/trunk/users-guide/vcl-built-in-subs.html"],
};
