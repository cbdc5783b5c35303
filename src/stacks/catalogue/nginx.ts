import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, all, errorsAreBare, header, preflightNotRouted } from "../symptoms.ts";

const HIDDEN = ["Origin", "Credentials", "Methods", "Headers"].map(
  (name) => `proxy_hide_header Access-Control-Allow-${name};`,
);

export const nginx: Stack = {
  id: "nginx",
  title: "nginx",
  kind: "web-server",
  layers: ["nginx", "openresty"],
  versions: [{ of: "nginx", since: "1.7.5" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "nginx.conf",
        place: "top",
        language: "nginx",
        code: lines(
          policy.origins !== "*" && "map $http_origin $cors_origin {",
          policy.origins !== "*" && '    default "";',
          ...(policy.origins === "*"
            ? []
            : policy.origins.map((origin) => `    "${origin}" $http_origin;`)),
          policy.origins !== "*" && "}",
          "map $request_method:$http_access_control_request_method $cors_preflight {",
          '    default "";',
          "    ~^OPTIONS:. 1;",
          "}",
          "map $cors_preflight $cors_methods {",
          '    default "";',
          `    1 "${policy.methods.join(", ")}";`,
          "}",
          policy.requestHeaders.length > 0 && "map $cors_preflight $cors_headers {",
          policy.requestHeaders.length > 0 && '    default "";',
          policy.requestHeaders.length > 0 && `    1 "${policy.requestHeaders.join(", ")}";`,
          policy.requestHeaders.length > 0 && "}",
          policy.maxAge !== null && "map $cors_preflight $cors_max_age {",
          policy.maxAge !== null && '    default "";',
          policy.maxAge !== null && `    1 ${policy.maxAge};`,
          policy.maxAge !== null && "}",
        ),
      },
      {
        file: "nginx.conf",
        place: "server",
        language: "nginx",
        code: lines(
          policy.origins === "*"
            ? "add_header Access-Control-Allow-Origin * always;"
            : "add_header Access-Control-Allow-Origin $cors_origin always;",
          policy.credentials && "add_header Access-Control-Allow-Credentials true always;",
          "add_header Access-Control-Allow-Methods $cors_methods always;",
          policy.requestHeaders.length > 0 &&
            "add_header Access-Control-Allow-Headers $cors_headers always;",
          policy.maxAge !== null && "add_header Access-Control-Max-Age $cors_max_age always;",
          policy.exposedHeaders.length > 0 &&
            `add_header Access-Control-Expose-Headers "${policy.exposedHeaders.join(", ")}" always;`,
          policy.origins !== "*" && "add_header Vary Origin always;",
          ...HIDDEN,
          "if ($cors_preflight) {",
          "    return 204;",
          "}",
        ),
      },
    ],
  }),
  remove: ["add_header Access-Control-Allow-Origin …;", "if ($request_method = OPTIONS) { … }"],
  mistakes: [
    {
      id: "added-twice",
      kind: "added-twice",
      code: "add_header Access-Control-Allow-Origin …;",
      shows: addedTwice,
    },
    {
      id: "without-always",
      kind: "errors-without-headers",
      code: "add_header … always;",
      shows: errorsAreBare,
    },
    {
      id: "static-options",
      kind: "options-not-routed",
      code: "if ($request_method = OPTIONS) { return 204; }",
      shows: all(preflightNotRouted, header("Server", /^nginx/i)),
    },
  ],
  docs: ["https://nginx.org/en/docs/http/ngx_http_headers_module.html"],
};
