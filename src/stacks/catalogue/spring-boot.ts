import { indent, lines, strings } from "../code.ts";
import type { SafePart, SafePolicy } from "../safe-policy.ts";
import type { Snippet, Stack } from "../stack.ts";
import { errorsAreBare, preflightUnauthenticated, refused } from "../symptoms.ts";

/** The lines that create a `CorsConfigurationSource` named `source`. */
export function corsConfiguration(policy: SafePolicy): string {
  return lines(
    configuration("cors", policy),
    "UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();",
    'source.registerCorsConfiguration("/**", cors);',
  );
}

/** The same with a configuration for each part. */
export function corsConfigurations(parts: readonly SafePart[]): string {
  return lines(
    "UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();",
    ...parts.map(({ paths, policy }, at) => {
      const name = `cors${at + 1}`;
      return lines(
        configuration(name, policy),
        ...paths.map((path) => `source.registerCorsConfiguration("${path}", ${name});`),
      );
    }),
  );
}

function configuration(name: string, policy: SafePolicy): string {
  return lines(
    `CorsConfiguration ${name} = new CorsConfiguration();`,
    `${name}.setAllowedOrigins(List.of(${policy.origins === "*" ? '"*"' : strings(policy.origins)}));`,
    `${name}.setAllowedMethods(List.of(${strings(policy.methods)}));`,
    `${name}.setAllowedHeaders(List.of(${strings(policy.requestHeaders)}));`,
    policy.exposedHeaders.length > 0 &&
      `${name}.setExposedHeaders(List.of(${strings(policy.exposedHeaders)}));`,
    policy.credentials && `${name}.setAllowCredentials(true);`,
    policy.maxAge !== null && `${name}.setMaxAge(${policy.maxAge}L);`,
  );
}

const snippet = (source: string): Snippet => ({
  install: null,
  blocks: [
    {
      file: "CorsConfig.java",
      place: "file",
      language: "java",
      code: lines(
        "import java.util.List;",
        "import org.springframework.boot.web.servlet.FilterRegistrationBean;",
        "import org.springframework.context.annotation.Bean;",
        "import org.springframework.context.annotation.Configuration;",
        "import org.springframework.core.Ordered;",
        "import org.springframework.web.cors.CorsConfiguration;",
        "import org.springframework.web.cors.UrlBasedCorsConfigurationSource;",
        "import org.springframework.web.filter.CorsFilter;",
        "",
        "@Configuration",
        "public class CorsConfig {",
        "  @Bean",
        "  FilterRegistrationBean<CorsFilter> corsFilter() {",
        indent(source, "    "),
        "    var filter = new FilterRegistrationBean<>(new CorsFilter(source));",
        "    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);",
        "    return filter;",
        "  }",
        "}",
      ),
    },
  ],
});

export const springBoot: Stack = {
  id: "spring-boot",
  title: "Spring Boot",
  kind: "framework",
  layers: ["spring", "tomcat"],
  versions: [{ of: "spring-boot", since: "2.0.0" }],
  snippet: (policy) => snippet(corsConfiguration(policy)),
  snippetForPaths: (parts) => snippet(corsConfigurations(parts)),
  remove: ["@CrossOrigin(…)", "registry.addMapping(…).allowedOrigins(…)"],
  mistakes: [
    {
      id: "origin-not-listed",
      kind: "origin-not-listed",
      code: "allowedOrigins(…)",
      shows: refused(403),
    },
    {
      id: "mapping-without-errors",
      kind: "errors-without-headers",
      code: "registry.addMapping(…)",
      shows: errorsAreBare,
    },
    {
      id: "filter-before-cors",
      kind: "authentication-first",
      code: "OncePerRequestFilter",
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://docs.spring.io/spring-framework/reference/web/webmvc-cors.html"],
};
