import { corsHeaders, lines, quotedList } from "../code.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, all, header, preflightUnauthenticated } from "../symptoms.ts";

export const caddy: Stack = {
  id: "caddy",
  title: "Caddy",
  kind: "proxy",
  versions: [{ of: "caddy", since: "2.6.0" }],
  snippet: (policy) => {
    const on = policy.origins === "*" ? "" : " @cors";
    return {
      install: null,
      blocks: [
        {
          file: "Caddyfile",
          place: "route",
          language: "caddyfile",
          code: lines(
            ...(policy.origins === "*"
              ? []
              : ["@cors {", ...policy.origins.map((origin) => `\theader Origin ${origin}`), "}"]),
            "@preflight {",
            "\tmethod OPTIONS",
            "\theader Access-Control-Request-Method *",
            "}",
            policy.origins === "*"
              ? "header Access-Control-Allow-Origin *"
              : "header @cors Access-Control-Allow-Origin {http.request.header.Origin}",
            ...corsHeaders(policy).map(
              ({ name, value }) => `header${on} ${name} ${quotedList(value)}`,
            ),
            policy.origins !== "*" && "header Vary Origin",
            "respond @preflight 204",
          ),
        },
        {
          file: "Caddyfile",
          place: "upstream",
          language: "caddyfile",
          code: lines(
            "header_down -Access-Control-Allow-Origin",
            "header_down -Access-Control-Allow-Credentials",
          ),
        },
      ],
    };
  },
  remove: [
    "header >Access-Control-Allow-Origin …",
    "header { Access-Control-Allow-Origin … defer }",
  ],
  mistakes: [
    {
      id: "added-twice",
      kind: "added-twice",
      code: "header Access-Control-Allow-Origin …",
      shows: addedTwice,
    },
    {
      id: "authentication-first",
      kind: "authentication-first",
      code: "basic_auth { … }",
      shows: all(preflightUnauthenticated, header("WWW-Authenticate", /./)),
    },
  ],
  docs: ["https://caddyserver.com/docs/caddyfile/directives/header"],
};
