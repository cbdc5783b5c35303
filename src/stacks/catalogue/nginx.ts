import { lines, pattern } from "../code.ts";
import type { SafePart, SafePolicy } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import { addedTwice, all, errorsAreBare, header, preflightNotRouted } from "../symptoms.ts";

const HIDDEN = ["Origin", "Credentials", "Methods", "Headers"].map(
  (name) => `proxy_hide_header Access-Control-Allow-${name};`,
);

/** An nginx map; its rows are `source value`. */
const map = (source: string, variable: string, rows: readonly string[]) =>
  lines(`map ${source} ${variable} {`, ...rows.map((row) => `    ${row};`), "}");

/** The values of one header by part; other paths keep the application's header. */
const byPart = (
  variable: string,
  key: string,
  upstream: string,
  parts: readonly SafePart[],
  read: (policy: SafePolicy) => string,
) =>
  map(`"$cors_part${key}"`, variable, [
    'default ""',
    // An empty part keeps the upstream's own header.
    ...(upstream === "" ? [] : [`"~^${key === "" ? "$" : ":"}" $upstream_http_${upstream}`]),
    ...parts.flatMap(({ policy }, at) => {
      const value = read(policy);
      return value === "" ? [] : [`"${at + 1}${key === "" ? "" : ":1"}" "${value}"`];
    }),
  ]);

/** One configuration for several paths: the part that a path belongs to decides every header. */
function blocksForPaths(parts: readonly SafePart[]): readonly Block[] {
  const origins = parts.flatMap(({ policy }, at) =>
    policy.origins === "*"
      ? [`"~^${at + 1}:" "*"`]
      : policy.origins.map((origin) => `"${at + 1}:${origin}" $http_origin`),
  );
  return [
    {
      file: "nginx.conf",
      place: "top",
      language: "nginx",
      code: lines(
        map("$request_uri", "$cors_part", [
          'default ""',
          ...parts.flatMap(({ paths }, at) =>
            paths.map((path) => `"~^${pattern(path)}(?:[?]|$)" ${at + 1}`),
          ),
        ]),
        map('"$cors_part:$request_method:$http_access_control_request_method"', "$cors_preflight", [
          'default ""',
          '"~^[0-9]+:OPTIONS:." 1',
        ]),
        map('"$cors_part:$http_origin"', "$cors_origin", [
          'default ""',
          '"~^:" $upstream_http_access_control_allow_origin',
          ...origins,
        ]),
        byPart("$cors_credentials", "", "access_control_allow_credentials", parts, (policy) =>
          policy.credentials ? "true" : "",
        ),
        byPart(
          "$cors_methods",
          ":$cors_preflight",
          "access_control_allow_methods",
          parts,
          (policy) => policy.methods.join(", "),
        ),
        byPart(
          "$cors_headers",
          ":$cors_preflight",
          "access_control_allow_headers",
          parts,
          (policy) => policy.requestHeaders.join(", "),
        ),
        byPart("$cors_max_age", ":$cors_preflight", "", parts, ({ maxAge }) =>
          maxAge === null ? "" : String(maxAge),
        ),
        byPart("$cors_exposed", "", "", parts, (policy) => policy.exposedHeaders.join(", ")),
        map("$cors_part", "$cors_vary", ['default "Origin"', '"" ""']),
      ),
    },
    {
      file: "nginx.conf",
      place: "server",
      language: "nginx",
      code: lines(
        "add_header Access-Control-Allow-Origin $cors_origin always;",
        "add_header Access-Control-Allow-Credentials $cors_credentials always;",
        "add_header Access-Control-Allow-Methods $cors_methods always;",
        "add_header Access-Control-Allow-Headers $cors_headers always;",
        "add_header Access-Control-Max-Age $cors_max_age always;",
        "add_header Access-Control-Expose-Headers $cors_exposed always;",
        "add_header Vary $cors_vary always;",
        ...HIDDEN,
        "if ($cors_preflight) {",
        "    return 204;",
        "}",
      ),
    },
  ];
}

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
  snippetForPaths: (parts) => ({ install: null, blocks: blocksForPaths(parts) }),
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
