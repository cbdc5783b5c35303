import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "nginx",
  software: { from: "debian", packages: ["nginx-light"] },
  isProxy: true,
  speaksHttp2: true,
  files: ({ port, upstream, dead, folder, isHttp2 }) => ({
    "nginx.conf": `
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
    access_log off;
    client_body_temp_path ${folder}/body;
    proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi;
    scgi_temp_path ${folder}/scgi;
    # @@top
    server {
        listen 127.0.0.1:${port}${isHttp2 ? " ssl http2" : ""};
        ${isHttp2 ? `ssl_certificate ${folder}/cert.pem;\n        ssl_certificate_key ${folder}/key.pem;` : ""}
        client_max_body_size 1k;
        # @@server
        # @@wrong-server
        location / {
            proxy_pass http://127.0.0.1:${upstream};
            proxy_read_timeout 1s;
        }
        location /dead {
            proxy_pass http://127.0.0.1:${dead};
        }
        location /own-auth {
            auth_basic "own";
            auth_basic_user_file ${folder}/users;
            proxy_pass http://127.0.0.1:${upstream}/ok;
        }
    }
}
`,
    users: "bob:x\n",
  }),
  start: ({ folder }) => ({
    program: "nginx",
    args: ["-c", `${folder}/nginx.conf`, "-e", `${folder}/error.log`, "-g", "daemon off;"],
  }),
  mistakes: {
    "added-twice": (snippet) => ({
      ...fillingOf(snippet),
      server: fillingOf(snippet).server?.replace(/^proxy_hide_header.*$/gm, "") ?? "",
      appHasCors: "yes",
    }),
    "without-always": (snippet) => ({
      ...fillingOf(snippet),
      server: fillingOf(snippet).server?.replaceAll(" always;", ";") ?? "",
    }),
    "static-options": (snippet) => ({
      top: fillingOf(snippet).top ?? "",
      server: fillingOf(snippet).server?.replace(/if [^}]*}/, "") ?? "",
      "wrong-server": "location = /ok { root /nowhere; error_page 404 =200 /ok; }",
    }),
  },
};
