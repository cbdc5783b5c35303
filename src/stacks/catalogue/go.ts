import { indent, lines, strings } from "../code.ts";
import type { SafePolicy } from "../safe-policy.ts";
import type { Stack } from "../stack.ts";
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

export const go: Stack = {
  id: "go",
  title: "Go net/http (rs/cors)",
  kind: "framework",
  versions: [{ of: "github.com/rs/cors", since: "1.7.0" }],
  snippet: (policy) => ({
    install: "go get github.com/rs/cors",
    blocks: [
      { file: "main.go", place: "imports", language: "go", code: 'import "github.com/rs/cors"' },
      {
        file: "main.go",
        place: "around",
        language: "go",
        code: lines(
          "handler = cors.New(cors.Options{",
          indent(goOptions(policy), "\t"),
          "}).Handler(handler)",
        ),
      },
    ],
  }),
  remove: ['w.Header().Set("Access-Control-Allow-Origin", …)', "cors.Default().Handler(mux)"],
  mistakes: [
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
    {
      id: "not-wrapped",
      kind: "path-not-covered",
      code: "http.ListenAndServe(addr, mux)",
      shows: successIsBare,
    },
  ],
  docs: ["https://pkg.go.dev/github.com/rs/cors"],
};
