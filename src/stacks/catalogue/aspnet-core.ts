import { lines, strings } from "../code.ts";
import type { Stack } from "../stack.ts";
import {
  any,
  onlyPreflightIsBare,
  preflightNotRouted,
  preflightRedirected,
  preflightUnauthenticated,
} from "../symptoms.ts";

export const aspnetCore: Stack = {
  id: "aspnet-core",
  title: "ASP.NET Core",
  kind: "framework",
  // IIS puts `X-Powered-By: ASP.NET` on everything.
  layers: ["aspnet"],
  versions: [{ of: "ASP.NET Core", since: "6.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "Program.cs",
        place: "options",
        language: "csharp",
        code: lines(
          "builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy",
          policy.origins === "*"
            ? '    .WithOrigins("*")'
            : `    .WithOrigins(${strings(policy.origins)})`,
          policy.requestHeaders.length > 0 && `    .WithHeaders(${strings(policy.requestHeaders)})`,
          policy.exposedHeaders.length > 0 &&
            `    .WithExposedHeaders(${strings(policy.exposedHeaders)})`,
          policy.credentials && "    .AllowCredentials()",
          policy.maxAge !== null &&
            `    .SetPreflightMaxAge(TimeSpan.FromSeconds(${policy.maxAge}))`,
          `    .WithMethods(${strings(policy.methods)})));`,
        ),
      },
      {
        file: "Program.cs",
        place: "first",
        language: "csharp",
        code: lines("app.UseRouting();", "app.UseCors();"),
      },
    ],
  }),
  remove: ['context.Response.Headers.Append("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "after-authentication",
      kind: "authentication-first",
      code: "app.UseAuthorization(); app.UseCors();",
      shows: preflightUnauthenticated,
    },
    {
      id: "https-redirection-first",
      kind: "redirects-preflight",
      code: "app.UseHttpsRedirection();",
      shows: preflightRedirected,
    },
    {
      id: "no-use-cors",
      kind: "options-not-routed",
      code: "app.UseCors();",
      shows: any(preflightNotRouted, onlyPreflightIsBare),
    },
  ],
  docs: ["https://learn.microsoft.com/aspnet/core/security/cors"],
};
