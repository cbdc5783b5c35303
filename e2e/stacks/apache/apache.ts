import { fillingOf, type LabStack } from "../lab-stack.ts";

const MODULES = [
  ...["mpm_event", "authz_core", "authn_core", "authn_file", "authz_user", "auth_basic", "headers"],
  ...["setenvif", "rewrite", "proxy", "proxy_http"],
];

const SECURE = ["socache_shmcb", "ssl", "http2"];

export const stack: LabStack = {
  id: "apache",
  software: { from: "debian", packages: ["apache2"] },
  isProxy: true,
  speaksHttp2: true,
  files: ({ port, upstream, dead, folder, isHttp2 }) => ({
    "httpd.conf": `
ServerRoot ${folder}
PidFile ${folder}/httpd.pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
ServerName localhost
${(isHttp2 ? [...MODULES, ...SECURE] : MODULES).map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
<VirtualHost *:${port}>
    LimitRequestBody 1024
    ${isHttp2 ? `Protocols h2 http/1.1\n    SSLEngine on\n    SSLCertificateFile ${folder}/cert.pem\n    SSLCertificateKeyFile ${folder}/key.pem` : ""}
    # @@server
    ProxyPass /own-auth http://127.0.0.1:${upstream}/ok
    ProxyPass /dead http://127.0.0.1:${dead}/
    ProxyPass /slow http://127.0.0.1:${upstream}/slow timeout=1
    ProxyPass / http://127.0.0.1:${upstream}/
    <Location /own-auth>
        # @@wrong-location
        AuthType Basic
        AuthName own
        AuthUserFile ${folder}/users
        Require valid-user
    </Location>
</VirtualHost>
`,
    users: "bob:x\n",
  }),
  start: ({ folder }) => ({ program: "apache2", args: ["-f", `${folder}/httpd.conf`, "-X"] }),
  mistakes: {
    "added-twice": (snippet) => ({
      server: fillingOf(snippet).server?.replace(/^Header onsuccess.*$/gm, "") ?? "",
      appHasCors: "yes",
    }),
    "without-always": (snippet) => ({
      server:
        fillingOf(snippet)
          .server?.replace(/^Header onsuccess.*$/gm, "")
          .replaceAll("Header always", "Header") ?? "",
    }),
    "rewrite-in-location": (snippet) => {
      const { server = "" } = fillingOf(snippet);
      const at = server.indexOf("RewriteEngine");
      return { server: server.slice(0, at), "wrong-location": server.slice(at) };
    },
  },
};
