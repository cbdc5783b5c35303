import { corsHeaders, lines } from "../code.ts";
import type { SafePolicy } from "../safe-policy.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, notAnOrigin, preflightNotRouted } from "../symptoms.ts";

function headers(policy: SafePolicy, origin: string): string {
  const all = [
    ["Access-Control-Allow-Origin", origin],
    ...corsHeaders(policy).map(({ name, value }) => [name, value]),
    ...(origin === "*" ? [] : [["Vary", "Origin"]]),
  ];
  const members = all.map(([name, value]) => `    "${name}" => "${value}"`);
  return `setenv.set-response-header = (\n${members.join(",\n")}\n)`;
}

export const lighttpd: Stack = {
  id: "lighttpd",
  title: "lighttpd",
  kind: "web-server",
  versions: [{ of: "lighttpd", since: "1.4.60" }],
  snippet: (policy) => ({
    install: "apt-get install lighttpd-modules-lua",
    blocks: [
      {
        file: "lighttpd.conf",
        place: "top",
        language: "lighttpd",
        code: 'server.modules += ("mod_setenv", "mod_magnet")',
      },
      {
        file: "lighttpd.conf",
        place: "server",
        language: "lighttpd",
        code: lines(
          ...(policy.origins === "*"
            ? [headers(policy, "*")]
            : [
                'setenv.set-response-header = ("Access-Control-Allow-Origin" => "", "Vary" => "Origin")',
                ...policy.origins.map(
                  (origin) =>
                    `$REQUEST_HEADER["Origin"] == "${origin}" {\n${headers(policy, origin)}\n}`,
                ),
              ]),
          'magnet.attract-raw-url-to = ("/etc/lighttpd/preflight.lua")',
        ),
      },
      {
        file: "/etc/lighttpd/preflight.lua",
        place: "file",
        language: "lua",
        code: lines(
          "local request = lighty.r.req_header",
          'if lighty.r.req_attr["request.method"] == "OPTIONS" and request["Access-Control-Request-Method"] then',
          "  return 204",
          "end",
        ),
      },
    ],
  }),
  remove: ['setenv.add-response-header = ("Access-Control-Allow-Origin" => …)'],
  mistakes: [
    {
      id: "added-twice",
      kind: "added-twice",
      code: "setenv.add-response-header",
      shows: addedTwice,
    },
    {
      id: "no-substitution",
      kind: "origin-not-listed",
      code: '"Access-Control-Allow-Origin" => "%1"',
      shows: notAnOrigin,
    },
    {
      id: "options-passed-on",
      kind: "options-not-routed",
      code: "magnet.attract-raw-url-to",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://redmine.lighttpd.net/projects/lighttpd/wiki/Mod_setenv"],
};
