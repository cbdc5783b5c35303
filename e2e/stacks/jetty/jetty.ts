import { servlet } from "../java-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

const JARS = [
  "server",
  "servlet",
  "servlets",
  "util",
  "http",
  "io",
  "security",
  "continuation",
  "util-ajax",
]
  .map((name) => `/usr/share/java/jetty9-${name}.jar`)
  .concat(
    "/usr/share/java/servlet-api.jar",
    "/usr/share/java/servlet-api-3.1.jar",
    "/usr/share/java/slf4j-api.jar",
  );

export const stack: LabStack = {
  id: "jetty",
  software: {
    from: "debian",
    packages: ["libjetty9-java", "default-jdk-headless", "libservlet-api-java", "libslf4j-java"],
  },
  files: ({ port }) => ({
    "Api.java": servlet("javax"),
    "Main.java": `
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
// @@imports
public class Main {
  public static void main(String[] args) throws Exception {
    Server server = new Server(new java.net.InetSocketAddress("127.0.0.1", ${port}));
    ServletContextHandler context = new ServletContextHandler();
    // @@first
    context.addServlet(Api.class, "/");
    server.setHandler(context);
    server.start();
  }
}
`,
  }),
  prepare: ({ folder }) => ({
    program: "javac",
    args: [
      "-cp",
      JARS.join(":"),
      "--release",
      "11",
      "-d",
      folder,
      `${folder}/Api.java`,
      `${folder}/Main.java`,
    ],
  }),
  start: ({ folder }) => ({ program: "java", args: ["-cp", [folder, ...JARS].join(":"), "Main"] }),
  mistakes: {
    "lists-by-default": (snippet) => ({
      ...fillingOf(snippet),
      first:
        fillingOf(snippet).first?.replace(/.*(?:allowedMethods|allowedHeaders).*\n/g, "") ?? "",
    }),
  },
};
