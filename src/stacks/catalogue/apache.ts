import { corsHeaders, lines, pattern, quotedList } from "../code.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, errorsAreBare, preflightUnauthenticated } from "../symptoms.ts";

const SENT_BY_APP = ["Allow-Origin", "Allow-Credentials", "Allow-Methods", "Allow-Headers"];

export const apache: Stack = {
  id: "apache",
  title: "Apache HTTP Server",
  kind: "web-server",
  versions: [{ of: "httpd", since: "2.4.7" }],
  snippet: (policy) => {
    const when = policy.origins === "*" ? "" : " env=CORS_ORIGIN";
    return {
      install: "a2enmod headers setenvif rewrite",
      blocks: [
        {
          file: "sites-available/api.conf",
          place: "server",
          language: "apache",
          code: lines(
            ...(policy.origins === "*"
              ? ["Header always set Access-Control-Allow-Origin *"]
              : [
                  ...policy.origins.map(
                    (origin) => `SetEnvIf Origin "^${pattern(origin)}$" CORS_ORIGIN=$0`,
                  ),
                  'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
                ]),
            ...corsHeaders(policy).map(
              ({ name, value }) => `Header always set ${name} ${quotedList(value)}${when}`,
            ),
            policy.origins !== "*" && "Header always merge Vary Origin",
            ...SENT_BY_APP.map((name) => `Header onsuccess unset Access-Control-${name}`),
            "RewriteEngine On",
            "RewriteCond %{REQUEST_METHOD} =OPTIONS",
            'RewriteCond %{HTTP:Access-Control-Request-Method} !=""',
            "RewriteRule ^ - [R=204,L]",
          ),
        },
      ],
    };
  },
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
