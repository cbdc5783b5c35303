import { indent, lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { any, methodNotListed, onlyPreflightIsBare, preflightNotRouted } from "../symptoms.ts";
import { goOptions } from "./go.ts";

export const chi: Stack = {
  id: "chi",
  title: "chi",
  kind: "framework",
  versions: [{ of: "github.com/go-chi/cors", since: "1.2.0" }],
  snippet: (policy) => ({
    install: "go get github.com/go-chi/cors",
    blocks: [
      {
        file: "main.go",
        place: "imports",
        language: "go",
        code: 'import "github.com/go-chi/cors"',
      },
      {
        file: "main.go",
        place: "first",
        language: "go",
        code: lines("r.Use(cors.Handler(cors.Options{", indent(goOptions(policy), "\t"), "}))"),
      },
    ],
  }),
  remove: ['w.Header().Set("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "in-a-group",
      kind: "options-not-routed",
      code: "r.Group(func(r chi.Router) { r.Use(cors.Handler(…)) })",
      shows: preflightNotRouted,
    },
    {
      id: "methods-by-default",
      kind: "methods-by-default",
      code: "cors.Options{AllowedOrigins: …}",
      shows: any(methodNotListed, onlyPreflightIsBare),
    },
  ],
  docs: ["https://github.com/go-chi/cors"],
};
