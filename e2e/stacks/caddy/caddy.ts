import { fillingOf, type LabStack } from "../lab-stack.ts";

const HASH = "$2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG";

export const stack: LabStack = {
  id: "caddy",
  software: { from: "debian", packages: ["caddy"] },
  isProxy: true,
  speaksHttp2: true,
  files: ({ port, upstream, dead, folder, isHttp2 }) => ({
    Caddyfile: `
{
	admin off
	auto_https off
	${isHttp2 ? "https_port" : "http_port"} ${port}
}
${isHttp2 ? "https" : "http"}://:${port} {
	${isHttp2 ? `tls ${folder}/cert.pem ${folder}/key.pem` : ""}
	bind 127.0.0.1
	# @@wrong-auth
	route {
		# @@route
		basicauth /own-auth* {
			bob ${HASH}
		}
		reverse_proxy /dead* 127.0.0.1:${dead}
		reverse_proxy 127.0.0.1:${upstream} {
			# @@upstream
			transport http {
				response_header_timeout 1s
			}
		}
	}
}
`,
  }),
  start: ({ folder }) => ({
    program: "caddy",
    args: ["run", "--config", "Caddyfile", "--adapter", "caddyfile"],
    env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  }),
  mistakes: {
    "added-twice": (snippet) => ({ route: fillingOf(snippet).route ?? "", appHasCors: "yes" }),
    "authentication-first": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-auth": `basicauth /own-auth* {\n\tbob ${HASH}\n}`,
    }),
  },
};
