import { corsHeaders, lines, pattern, quotedList } from "../code.ts";
import type { SafePart } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import { addedTwice, errorsAreBare, preflightUnauthenticated } from "../symptoms.ts";

const SENT_BY_APP = ["Allow-Origin", "Allow-Credentials", "Allow-Methods", "Allow-Headers"];

const PREFLIGHT = [
  "RewriteCond %{REQUEST_METHOD} =OPTIONS",
  'RewriteCond %{HTTP:Access-Control-Request-Method} !=""',
  "RewriteRule ^ - [R=204,L]",
];

const set = (name: string, value: string, when: string) =>
  `Header always set ${name} ${value}${when}`;

/** The part that a path belongs to decides every header; other paths keep the application's headers. */
function forPaths(parts: readonly SafePart[]): string {
  const ofPart = parts.flatMap(({ paths, policy }, at) => {
    const part = at + 1;
    const isOf = `reqenv('CORS_PART') == '${part}'`;
    const origins = policy.origins === "*" ? ["*"] : policy.origins;
    return [
      `SetEnvIfExpr "%{REQUEST_URI} in {${paths.map((path) => `'${path}'`).join(", ")}}" CORS_PART=${part}`,
      ...origins.map((origin) => {
        const isFrom = origin === "*" ? "" : ` && req('Origin') == '${origin}'`;
        return `SetEnvIfExpr "${isOf}${isFrom}" CORS_ORIGIN=${origin} CORS_${part}`;
      }),
    ];
  });
  const headers = parts.flatMap(({ policy }, at) =>
    corsHeaders(policy).map(({ name, value }) =>
      set(name, quotedList(value), ` env=CORS_${at + 1}`),
    ),
  );
  return lines(
    ...ofPart,
    set("Access-Control-Allow-Origin", '"%{CORS_ORIGIN}e"', " env=CORS_ORIGIN"),
    ...headers,
    "Header always merge Vary Origin env=CORS_PART",
    ...SENT_BY_APP.map((name) => `Header onsuccess unset Access-Control-${name} env=CORS_PART`),
    "RewriteEngine On",
    'RewriteCond %{ENV:CORS_PART} !=""',
    ...PREFLIGHT,
  );
}

const block = (code: string): Block => ({
  file: "sites-available/api.conf",
  place: "server",
  language: "apache",
  code,
});

const INSTALL = "a2enmod headers setenvif rewrite";

export const apache: Stack = {
  id: "apache",
  title: "Apache HTTP Server",
  kind: "web-server",
  versions: [{ of: "httpd", since: "2.4.7" }],
  snippet: (policy) => {
    const when = policy.origins === "*" ? "" : " env=CORS_ORIGIN";
    return {
      install: INSTALL,
      blocks: [
        block(
          lines(
            ...(policy.origins === "*"
              ? ["Header always set Access-Control-Allow-Origin *"]
              : [
                  ...policy.origins.map(
                    (origin) => `SetEnvIf Origin "^${pattern(origin)}$" CORS_ORIGIN=$0`,
                  ),
                  'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
                ]),
            ...corsHeaders(policy).map(({ name, value }) => set(name, quotedList(value), when)),
            policy.origins !== "*" && "Header always merge Vary Origin",
            ...SENT_BY_APP.map((name) => `Header onsuccess unset Access-Control-${name}`),
            "RewriteEngine On",
            ...PREFLIGHT,
          ),
        ),
      ],
    };
  },
  snippetForPaths: (parts) => ({ install: INSTALL, blocks: [block(forPaths(parts))] }),
  remove: ["Header set Access-Control-Allow-Origin …", "Header add Access-Control-Allow-Origin …"],
  mistakes: [
    {
      id: "added-twice",
      kind: "added-twice",
      code: "Header always set Access-Control-Allow-Origin …",
      shows: addedTwice,
    },
    {
      id: "without-always",
      kind: "errors-without-headers",
      code: "Header set Access-Control-Allow-Origin …",
      shows: errorsAreBare,
    },
    {
      id: "rewrite-in-location",
      kind: "authentication-first",
      code: "<Location> RewriteRule ^ - [R=204,L] </Location>",
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://httpd.apache.org/docs/2.4/mod/mod_headers.html"],
};
