import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "varnish",
  // Varnish compiles its configuration.
  software: { from: "debian", packages: ["varnish", "gcc", "libc6-dev"] },
  isProxy: true,
  files: ({ upstream, dead }) => ({
    "default.vcl": `
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${upstream}"; .first_byte_timeout = 1s; }
backend dead { .host = "127.0.0.1"; .port = "${dead}"; }
# @@top
sub vcl_recv {
  if (req.url ~ "^/dead") { set req.backend_hint = dead; }
  if (req.url ~ "^/own-auth") { return (synth(401)); }
  if (req.method == "PATCH") { return (pass); }
}
# @@wrong-bottom
`,
  }),
  start: ({ port, folder }) => ({
    program: "varnishd",
    args: [
      ...[
        "-j",
        "none",
        "-F",
        "-a",
        `127.0.0.1:${port}`,
        "-f",
        `${folder}/default.vcl`,
        "-n",
        `${folder}/state`,
      ],
      ...["-s", "malloc,16m"],
    ],
  }),
  mistakes: {
    "stored-with-the-object": () => ({
      "wrong-bottom":
        "sub vcl_backend_response { if (bereq.http.Origin) { set beresp.http.Access-Control-Allow-Origin = bereq.http.Origin; } }",
    }),
    "without-synth": (snippet) => ({
      top:
        fillingOf(snippet).top?.replace(
          /sub vcl_synth \{\n {2}call cors;\n/,
          "sub vcl_synth {\n  if (resp.status == 204) { call cors; }\n",
        ) ?? "",
    }),
    "options-passed-on": (snippet) => ({
      top: fillingOf(snippet).top?.replace("return (synth(204));", "return (pass);") ?? "",
    }),
  },
  limits: {
    6: "the application limits the size; Varnish has no limit",
  },
};
