import { indent, lines, strings } from "../code.ts";
import type { SafePart, SafePolicy } from "../safe-policy.ts";
import type { Snippet, Stack } from "../stack.ts";
import {
  any,
  onlyPreflightIsBare,
  preflightNotRouted,
  preflightRedirected,
  preflightUnauthenticated,
} from "../symptoms.ts";

const policyOf = (policy: SafePolicy) =>
  lines(
    policy.origins === "*" ? '.WithOrigins("*")' : `.WithOrigins(${strings(policy.origins)})`,
    policy.requestHeaders.length > 0 && `.WithHeaders(${strings(policy.requestHeaders)})`,
    policy.exposedHeaders.length > 0 && `.WithExposedHeaders(${strings(policy.exposedHeaders)})`,
    policy.credentials && ".AllowCredentials()",
    policy.maxAge !== null && `.SetPreflightMaxAge(TimeSpan.FromSeconds(${policy.maxAge}))`,
    `.WithMethods(${strings(policy.methods)})`,
  );

const useWhen = ({ paths }: SafePart, at: number) =>
  lines(
    "app.UseWhen(",
    `    context => new[] { ${strings(paths)} }.Contains(context.Request.Path.Value),`,
    `    branch => branch.UseCors("cors${at + 1}"));`,
  );

const snippet = (services: string, middleware: string): Snippet => ({
  install: null,
  blocks: [
    { file: "Program.cs", place: "options", language: "csharp", code: services },
    { file: "Program.cs", place: "first", language: "csharp", code: middleware },
  ],
});

export const aspnetCore: Stack = {
  id: "aspnet-core",
  title: "ASP.NET Core",
  kind: "framework",
  // IIS adds `X-Powered-By: ASP.NET` to every response.
  layers: ["aspnet"],
  versions: [{ of: "ASP.NET Core", since: "6.0" }],
  snippet: (policy) =>
    snippet(
      lines(
        "builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy",
        `${indent(policyOf(policy), "    ")}));`,
      ),
      lines("app.UseRouting();", "app.UseCors();"),
    ),
  snippetForPaths: (parts) =>
    snippet(
      lines(
        "builder.Services.AddCors(options =>",
        "{",
        ...parts.map(({ policy }, at) =>
          lines(
            `    options.AddPolicy("cors${at + 1}", policy => policy`,
            `${indent(policyOf(policy), "        ")});`,
          ),
        ),
        "});",
      ),
      lines(...parts.map(useWhen), "app.UseRouting();"),
    ),
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
