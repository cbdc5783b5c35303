import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { all, any, header, refused } from "../symptoms.ts";

export const tomcat: Stack = {
  id: "tomcat",
  title: "Apache Tomcat",
  kind: "framework",
  versions: [{ of: "tomcat", since: "8.5.29" }],
  snippet: (policy) => {
    const parameter = (name: string, value: string) =>
      lines(
        "  <init-param>",
        `    <param-name>${name}</param-name>`,
        `    <param-value>${value}</param-value>`,
        "  </init-param>",
      );
    // The filter refuses every method that is not listed, OPTIONS among them.
    const methods = [...new Set([...policy.methods, "OPTIONS"])];
    return {
      install: null,
      blocks: [
        {
          file: "WEB-INF/web.xml",
          place: "first",
          language: "xml",
          code: lines(
            "<filter>",
            "  <filter-name>cors</filter-name>",
            "  <filter-class>org.apache.catalina.filters.CorsFilter</filter-class>",
            parameter(
              "cors.allowed.origins",
              policy.origins === "*" ? "*" : policy.origins.join(","),
            ),
            parameter("cors.allowed.methods", methods.join(",")),
            parameter("cors.allowed.headers", policy.requestHeaders.join(",")),
            policy.exposedHeaders.length > 0 &&
              parameter("cors.exposed.headers", policy.exposedHeaders.join(",")),
            parameter("cors.support.credentials", String(policy.credentials)),
            policy.maxAge !== null && parameter("cors.preflight.maxage", String(policy.maxAge)),
            "</filter>",
            "<filter-mapping>",
            "  <filter-name>cors</filter-name>",
            "  <url-pattern>/*</url-pattern>",
            "</filter-mapping>",
          ),
        },
      ],
    };
  },
  remove: ['response.setHeader("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "without-parameters",
      kind: "origin-not-listed",
      code: "<filter-class>org.apache.catalina.filters.CorsFilter</filter-class>",
      shows: all(any(refused(403)), header("Content-Type", /^text\/plain/)),
    },
  ],
  docs: ["https://tomcat.apache.org/tomcat-10.1-doc/config/filter.html#CORS_Filter"],
};
