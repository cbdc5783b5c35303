import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "lighttpd",
  software: { from: "debian", packages: ["lighttpd", "lighttpd-modules-lua"] },
  isProxy: true,
  files: ({ port, upstream, dead, folder }) => ({
    "lighttpd.conf": `
# @@top
server.modules += ("mod_access", "mod_auth", "mod_authn_file", "mod_proxy")
server.document-root = "${folder}"
server.bind = "127.0.0.1"
server.port = ${port}
server.errorlog = "${folder}/error.log"
server.max-request-size = 1
# @@server
auth.backend = "plain"
auth.backend.plain.userfile = "${folder}/users"
auth.require = ("/own-auth" => ("method" => "basic", "realm" => "own", "require" => "valid-user"))
proxy.server = ("" => (("host" => "127.0.0.1", "port" => ${upstream}, "read-timeout" => 1)))
$HTTP["url"] =~ "^/dead" {
  proxy.server = ("" => (("host" => "127.0.0.1", "port" => ${dead})))
}
`,
    "preflight.lua": "-- @@file",
    users: "bob:x\n",
  }),
  start: () => ({
    program: "sh",
    // The snippet names the file in Debian's configuration folder.
    args: [
      "-c",
      `sed -i "s|/etc/lighttpd/|$PWD/|" lighttpd.conf && exec lighttpd -D -f lighttpd.conf`,
    ],
  }),
  mistakes: {
    "added-twice": (snippet) => ({
      ...fillingOf(snippet),
      server:
        fillingOf(snippet).server?.replaceAll(
          "setenv.set-response-header",
          "setenv.add-response-header",
        ) ?? "",
      appHasCors: "yes",
    }),
    "no-substitution": (snippet) => ({
      ...fillingOf(snippet),
      server:
        fillingOf(snippet).server?.replaceAll(
          /Allow-Origin" => "[^"]*"/g,
          'Allow-Origin" => "%1"',
        ) ?? "",
    }),
    "options-passed-on": (snippet) => ({
      top: fillingOf(snippet).top ?? "",
      server: fillingOf(snippet).server?.replace(/.*attract-raw-url-to.*/, "") ?? "",
    }),
  },
  limits: { 6: "lighttpd refuses a body that is too large before it looks at conditions" },
};
