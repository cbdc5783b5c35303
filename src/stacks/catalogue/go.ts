import { indent, lines, strings } from "../code.ts";
import type { SafePart, SafePolicy } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import {
  any,
  methodNotListed,
  onlyPreflightIsBare,
  preflightNotRouted,
  successIsBare,
} from "../symptoms.ts";

/** The options that rs/cors and go-chi/cors share. */
export function goOptions(policy: SafePolicy): string {
  const names = (values: readonly string[]) => `[]string{${strings(values)}}`;
  return lines(
    `AllowedOrigins:   ${names(policy.origins === "*" ? ["*"] : policy.origins)},`,
    `AllowedMethods:   ${names(policy.methods)},`,
    `AllowedHeaders:   ${names(policy.requestHeaders)},`,
    policy.exposedHeaders.length > 0 && `ExposedHeaders:   ${names(policy.exposedHeaders)},`,
    policy.credentials && "AllowCredentials: true,",
    policy.maxAge !== null && `MaxAge:           ${policy.maxAge},`,
  );
}

/** A handler for each part, around the handler for all other paths. */
function forPaths(parts: readonly SafePart[]): string {
  return lines(
    "other := handler",
    "byPath := map[string]http.Handler{}",
    ...parts.map(({ paths, policy }) =>
      lines(
        `for _, path := range []string{${strings(paths)}} {`,
        "\tbyPath[path] = cors.New(cors.Options{",
        indent(goOptions(policy), "\t\t"),
        "\t}).Handler(other)",
        "}",
      ),
    ),
    "handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {",
    "\tif own, found := byPath[r.URL.Path]; found {",
    "\t\town.ServeHTTP(w, r)",
    "\t} else {",
    "\t\tother.ServeHTTP(w, r)",
    "\t}",
    "})",
  );
}

const INSTALL = "go get github.com/rs/cors";
const IMPORT: Block = {
  file: "main.go",
  place: "imports",
  language: "go",
  code: 'import "github.com/rs/cors"',
};
const around = (code: string): Block => ({
  file: "main.go",
  place: "around",
  language: "go",
  code,
});

export const go: Stack = {
  id: "go",
  title: "Go net/http (rs/cors)",
  kind: "framework",
  versions: [{ of: "github.com/rs/cors", since: "1.7.0" }],
  snippet: (policy) => ({
    install: INSTALL,
    blocks: [
      IMPORT,
      around(
        lines(
          "handler = cors.New(cors.Options{",
          indent(goOptions(policy), "\t"),
          "}).Handler(handler)",
        ),
      ),
    ],
  }),
  snippetForPaths: (parts) => ({ install: INSTALL, blocks: [IMPORT, around(forPaths(parts))] }),
  remove: ['w.Header().Set("Access-Control-Allow-Origin", …)', "cors.Default().Handler(mux)"],
  mistakes: [
    {
      id: "not-wrapped",
      kind: "path-not-covered",
      code: "http.ListenAndServe(addr, mux)",
      shows: successIsBare,
    },
    {
      id: "methods-by-default",
      kind: "methods-by-default",
      code: "cors.Options{AllowedOrigins: …}",
      shows: any(methodNotListed, onlyPreflightIsBare),
    },
    {
      id: "options-not-routed",
      kind: "options-not-routed",
      code: "handler = cors.New(…).Handler(mux)",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://pkg.go.dev/github.com/rs/cors"],
};
