import { lines, strings } from "../code.ts";
import type { Stack } from "../stack.ts";
import { headerNotListed, onlyPreflightAllows, refused } from "../symptoms.ts";

const names = (values: readonly string[]) => `[]string{${strings(values)}}`;

export const gin: Stack = {
  id: "gin",
  title: "Gin",
  kind: "framework",
  versions: [{ of: "github.com/gin-contrib/cors", since: "1.4.0" }],
  snippet: (policy) => ({
    install: "go get github.com/gin-contrib/cors",
    blocks: [
      {
        file: "main.go",
        place: "imports",
        language: "go",
        code: lines(
          'import "github.com/gin-contrib/cors"',
          policy.maxAge !== null && 'import "time"',
        ),
      },
      {
        file: "main.go",
        place: "first",
        language: "go",
        code: lines(
          policy.origins !== "*" && "r.Use(func(c *gin.Context) {",
          policy.origins !== "*" && '\tc.Writer.Header().Add("Vary", "Origin")',
          policy.origins !== "*" && "})",
          "r.Use(cors.New(cors.Config{",
          policy.origins === "*"
            ? "\tAllowAllOrigins:  true,"
            : `\tAllowOrigins:     ${names(policy.origins)},`,
          `\tAllowMethods:     ${names(policy.methods)},`,
          `\tAllowHeaders:     ${names(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 &&
            `\tExposeHeaders:    ${names(policy.exposedHeaders)},`,
          policy.credentials && "\tAllowCredentials: true,",
          policy.maxAge !== null && `\tMaxAge:           ${policy.maxAge} * time.Second,`,
          "}))",
        ),
      },
    ],
  }),
  remove: ['c.Header("Access-Control-Allow-Origin", …)', "r.Use(cors.Default())"],
  mistakes: [
    {
      id: "used-after-routes",
      kind: "after-routes",
      code: "r.Use(cors.New(…))",
      shows: onlyPreflightAllows,
    },
    {
      id: "headers-by-default",
      kind: "headers-by-default",
      code: "cors.Default()",
      shows: headerNotListed,
    },
    {
      id: "origin-refused",
      kind: "origin-not-listed",
      code: "AllowOrigins: …",
      shows: refused(403),
    },
  ],
  docs: ["https://github.com/gin-contrib/cors"],
};
