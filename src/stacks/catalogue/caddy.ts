import { corsHeaders, lines, pattern, quotedList } from "../code.ts";
import type { SafePart, SafePolicy } from "../safe-policy.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, all, header, preflightUnauthenticated } from "../symptoms.ts";

const ORIGIN = "Access-Control-Allow-Origin";

const originOf = (policy: SafePolicy) =>
  policy.origins === "*" ? "*" : "{http.request.header.Origin}";

const from = (policy: SafePolicy) =>
  policy.origins === "*" ? [] : policy.origins.map((origin) => `\theader Origin ${origin}`);

/** The `path` matcher would ignore the case of letters. */
const among = (paths: readonly string[]) => `path_regexp ^(?:${paths.map(pattern).join("|")})$`;

/** The upstream's headers are removed when its response arrives, then ours are set again. */
function forPaths(parts: readonly SafePart[]): string {
  return lines(
    ...parts.map(({ paths, policy }, at) => {
      const [part, cors] = [`@path${at + 1}`, `@cors${at + 1}`];
      return lines(
        `${part} ${among(paths)}`,
        `${cors} {`,
        `\t${among(paths)}`,
        ...from(policy),
        "}",
        `header ${cors} {`,
        `\t${ORIGIN} ${originOf(policy)}`,
        policy.credentials && "\tAccess-Control-Allow-Credentials true",
        "\tdefer",
        "}",
        `header ${part} -${ORIGIN}`,
        `header ${part} -Access-Control-Allow-Credentials`,
        `header ${cors} ${ORIGIN} ${originOf(policy)}`,
        ...corsHeaders(policy).map(
          ({ name, value }) => `header ${cors} ${name} ${quotedList(value)}`,
        ),
        policy.origins !== "*" && `header ${part} Vary Origin`,
      );
    }),
    "@preflight {",
    "\tmethod OPTIONS",
    "\theader Access-Control-Request-Method *",
    `\t${among(parts.flatMap(({ paths }) => paths))}`,
    "}",
    "respond @preflight 204",
  );
}

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
            ...(policy.origins === "*" ? [] : ["@cors {", ...from(policy), "}"]),
            "@preflight {",
            "\tmethod OPTIONS",
            "\theader Access-Control-Request-Method *",
            "}",
            `header${on} ${ORIGIN} ${originOf(policy)}`,
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
  snippetForPaths: (parts) => ({
    install: null,
    blocks: [{ file: "Caddyfile", place: "route", language: "caddyfile", code: forPaths(parts) }],
  }),
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
