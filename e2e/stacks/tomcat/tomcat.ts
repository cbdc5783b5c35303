import { servlet } from "../java-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "tomcat",
  software: { from: "debian", packages: ["tomcat10", "default-jdk-headless"] },
  files: ({ port }) => ({
    "Api.java": servlet("jakarta"),
    "conf/server.xml": `<Server port="-1"><Service name="Catalina">
<Connector address="127.0.0.1" port="${port}" protocol="HTTP/1.1"/>
<Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps"/></Engine>
</Service></Server>`,
    "webapps/ROOT/WEB-INF/web.xml": `<?xml version="1.0"?>
<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
<!-- the API -->
@@first
<servlet><servlet-name>api</servlet-name><servlet-class>Api</servlet-class></servlet>
<servlet-mapping><servlet-name>api</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
</web-app>`,
    "temp/.keep": "",
    "logs/.keep": "",
  }),
  prepare: ({ folder }) => ({
    program: "javac",
    args: [
      ...["-cp", "/usr/share/tomcat10/lib/servlet-api.jar", "--release", "11"],
      ...["-d", `${folder}/webapps/ROOT/WEB-INF/classes`, `${folder}/Api.java`],
    ],
  }),
  start: ({ folder }) => ({
    program: "/usr/share/tomcat10/bin/catalina.sh",
    args: ["run"],
    env: { CATALINA_BASE: folder, CATALINA_HOME: "/usr/share/tomcat10" },
  }),
  mistakes: {
    "without-parameters": (snippet) => ({
      first: fillingOf(snippet).first?.replace(/\s*<init-param>[\s\S]*<\/init-param>/, "") ?? "",
    }),
  },
};
