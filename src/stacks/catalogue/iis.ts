import { indent, lines } from "../code.ts";
import type { SafePolicy } from "../safe-policy.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, all, header, preflightNotRouted } from "../symptoms.ts";

const named = (element: string, attribute: string, values: readonly string[]) =>
  values.length === 0
    ? null
    : lines(
        `<${element}>`,
        ...values.map((value) => `  <add ${attribute}="${value}" />`),
        `</${element}>`,
      );

function originElement(origin: string, policy: SafePolicy): string {
  const age = policy.maxAge === null ? "" : ` maxAge="${policy.maxAge}"`;
  return lines(
    `<add origin="${origin}" allowCredentials="${policy.credentials}"${age}>`,
    indent(
      lines(
        named("allowMethods", "method", policy.methods),
        named("allowHeaders", "header", policy.requestHeaders),
        named("exposeHeaders", "header", policy.exposedHeaders),
      ),
      "  ",
    ),
    "</add>",
  );
}

export const iis: Stack = {
  id: "iis",
  title: "IIS",
  kind: "web-server",
  versions: [{ of: "IIS CORS module", since: "1.0" }],
  snippet: (policy) => ({
    install: "winget install Microsoft.IIS.CorsModule",
    blocks: [
      {
        file: "web.config",
        place: "server",
        language: "xml",
        code: lines(
          "<system.webServer>",
          '  <cors enabled="true" failUnlistedOrigins="false">',
          ...(policy.origins === "*" ? ["*"] : policy.origins).map((origin) =>
            indent(originElement(origin, policy), "    "),
          ),
          "  </cors>",
          "</system.webServer>",
        ),
      },
    ],
  }),
  remove: ['<customHeaders> <add name="Access-Control-Allow-Origin" … />'],
  mistakes: [
    {
      id: "custom-headers-too",
      kind: "added-twice",
      code: '<customHeaders> <add name="Access-Control-Allow-Origin" … />',
      shows: addedTwice,
    },
    {
      id: "options-handler",
      kind: "options-not-routed",
      code: '<add name="OPTIONSVerbHandler" … />',
      shows: all(preflightNotRouted, header("Server", /^Microsoft-IIS/i)),
    },
  ],
  docs: [
    "https://learn.microsoft.com/iis/extensions/cors-module/cors-module-configuration-reference",
  ],
};
