import { lines, pattern } from "../code.ts";
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
            policy.credentials && `Header always set Access-Control-Allow-Credentials true${when}`,
            `Header always set Access-Control-Allow-Methods "${policy.methods.join(", ")}"${when}`,
            policy.requestHeaders.length > 0 &&
              `Header always set Access-Control-Allow-Headers "${policy.requestHeaders.join(", ")}"${when}`,
            policy.exposedHeaders.length > 0 &&
              `Header always set Access-Control-Expose-Headers "${policy.exposedHeaders.join(", ")}"${when}`,
            policy.maxAge !== null &&
              `Header always set Access-Control-Max-Age ${policy.maxAge}${when}`,
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
