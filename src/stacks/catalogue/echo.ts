import { lines, strings } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightNotRouted, preflightUnauthenticated } from "../symptoms.ts";

const names = (values: readonly string[]) => `[]string{${strings(values)}}`;

export const echo: Stack = {
  id: "echo",
  title: "Echo",
  kind: "framework",
  versions: [{ of: "github.com/labstack/echo/v4", since: "4.2.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "main.go",
        place: "imports",
        language: "go",
        code: 'import "github.com/labstack/echo/v4/middleware"',
      },
      {
        file: "main.go",
        place: "first",
        language: "go",
        code: lines(
          "e.Pre(middleware.CORSWithConfig(middleware.CORSConfig{",
          `\tAllowOrigins:     ${names(policy.origins === "*" ? ["*"] : policy.origins)},`,
          `\tAllowMethods:     ${names(policy.methods)},`,
          `\tAllowHeaders:     ${names(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 &&
            `\tExposeHeaders:    ${names(policy.exposedHeaders)},`,
          policy.credentials && "\tAllowCredentials: true,",
          policy.maxAge !== null && `\tMaxAge:           ${policy.maxAge},`,
          "}))",
        ),
      },
    ],
  }),
  remove: ['c.Response().Header().Set("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "on-the-route",
      kind: "options-not-routed",
      code: 'e.GET("/path", handler, middleware.CORS())',
      shows: preflightNotRouted,
    },
    {
      id: "authentication-before-cors",
      kind: "authentication-first",
      code: "e.Use(middleware.JWT(…))",
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://echo.labstack.com/docs/middleware/cors"],
};
