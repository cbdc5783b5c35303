import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { any, headerNotListed, methodNotListed, onlyPreflightIsBare } from "../symptoms.ts";

export const jetty: Stack = {
  id: "jetty",
  title: "Jetty",
  kind: "framework",
  versions: [{ of: "jetty", since: "9.0.0", before: "12.0.0" }],
  snippet: (policy) => {
    const parameter = (name: string, value: string) =>
      `cors.setInitParameter("${name}", "${value}");`;
    return {
      install: null,
      blocks: [
        {
          file: "Main.java",
          place: "imports",
          language: "java",
          code: lines(
            "import java.util.EnumSet;",
            "import javax.servlet.DispatcherType;",
            "import org.eclipse.jetty.servlet.FilterHolder;",
            "import org.eclipse.jetty.servlets.CrossOriginFilter;",
          ),
        },
        {
          file: "Main.java",
          place: "first",
          language: "java",
          code: lines(
            ...(policy.origins === "*"
              ? []
              : [
                  "context.addFilter(new FilterHolder((request, response, chain) -> {",
                  '  ((javax.servlet.http.HttpServletResponse) response).addHeader("Vary", "Origin");',
                  "  try {",
                  "    chain.doFilter(request, response);",
                  "  } catch (Exception error) {",
                  '    context.getServletContext().log("unhandled", error);',
                  "    ((javax.servlet.http.HttpServletResponse) response).setStatus(500);",
                  "  }",
                  '}), "/*", EnumSet.of(DispatcherType.REQUEST));',
                ]),
            "FilterHolder cors = new FilterHolder(CrossOriginFilter.class);",
            parameter("allowedOrigins", policy.origins === "*" ? "*" : policy.origins.join(",")),
            parameter("allowedMethods", policy.methods.join(",")),
            parameter("allowedHeaders", policy.requestHeaders.join(",")),
            parameter("exposedHeaders", policy.exposedHeaders.join(",")),
            parameter("allowCredentials", String(policy.credentials)),
            policy.maxAge !== null && parameter("preflightMaxAge", String(policy.maxAge)),
            parameter("chainPreflight", "false"),
            'context.addFilter(cors, "/*", EnumSet.of(DispatcherType.REQUEST));',
          ),
        },
      ],
    };
  },
  remove: ['response.setHeader("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "lists-by-default",
      kind: "headers-by-default",
      code: "new FilterHolder(CrossOriginFilter.class)",
      shows: any(headerNotListed, methodNotListed, onlyPreflightIsBare),
    },
  ],
  docs: ["https://jetty.org/docs/jetty/12/programming-guide/server/http.html"],
};
