import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "haproxy",
  software: { from: "debian", packages: ["haproxy"] },
  isProxy: true,
  speaksHttp2: true,
  files: ({ port, upstream, dead, folder, isHttp2 }) => ({
    "haproxy.cfg": `
defaults
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 1s
userlist users
    user bob insecure-password x
frontend api
    bind 127.0.0.1:${port}${isHttp2 ? ` ssl crt ${folder}/both.pem alpn h2,http/1.1` : ""}
    # @@wrong-auth
    # @@first
    use_backend dead if { path /dead }
    use_backend own if { path /own-auth }
    default_backend app
backend app
    server a 127.0.0.1:${upstream}
backend dead
    server a 127.0.0.1:${dead}
backend own
    http-request auth realm own unless { http_auth(users) }
    server a 127.0.0.1:${upstream}
`,
  }),
  start: () => ({ program: "haproxy", args: ["-db", "-f", "haproxy.cfg"] }),
  mistakes: {
    "added-twice": (snippet) => ({
      first:
        fillingOf(snippet)
          .first?.replace(/.*del-header.*\n/g, "")
          .replaceAll(
            "set-header Access-Control-Allow-Origin",
            "add-header Access-Control-Allow-Origin",
          ) ?? "",
      appHasCors: "yes",
    }),
    "http-response": (snippet) => ({
      first: fillingOf(snippet).first?.replaceAll("http-after-response", "http-response") ?? "",
    }),
    "authentication-first": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-auth": "http-request auth realm own if { path /own-auth } !{ http_auth(users) }",
    }),
    "options-passed-on": (snippet) => ({
      first: fillingOf(snippet).first?.replace(/.*METH_OPTIONS.*/, "") ?? "",
    }),
  },
};
