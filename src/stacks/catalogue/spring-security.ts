import { indent, lines } from "../code.ts";
import type { Snippet, Stack } from "../stack.ts";
import { preflightUnauthenticated, refused } from "../symptoms.ts";
import { corsConfiguration, corsConfigurations } from "./spring-boot.ts";

const snippet = (source: string): Snippet => ({
  install: null,
  blocks: [
    {
      file: "SecurityConfig.java",
      place: "imports",
      language: "java",
      code: lines(
        "import static org.springframework.security.config.Customizer.withDefaults;",
        "import java.util.List;",
        "import org.springframework.web.cors.CorsConfiguration;",
        "import org.springframework.web.cors.CorsConfigurationSource;",
        "import org.springframework.web.cors.UrlBasedCorsConfigurationSource;",
      ),
    },
    {
      file: "SecurityConfig.java",
      place: "first",
      language: "java",
      code: "http.cors(withDefaults());",
    },
    {
      file: "SecurityConfig.java",
      place: "top",
      language: "java",
      code: lines(
        "@Bean",
        "CorsConfigurationSource corsConfigurationSource() {",
        indent(source, "  "),
        "  return source;",
        "}",
      ),
    },
  ],
});

export const springSecurity: Stack = {
  id: "spring-security",
  title: "Spring Security",
  kind: "framework",
  layers: ["spring", "tomcat"],
  versions: [{ of: "spring-security", since: "6.0.0" }],
  snippet: (policy) => snippet(corsConfiguration(policy)),
  snippetForPaths: (parts) => snippet(corsConfigurations(parts)),
  remove: ["@CrossOrigin(…)", "http.cors(cors -> cors.disable())"],
  mistakes: [
    {
      id: "security-without-cors",
      kind: "authentication-first",
      code: "http.authorizeHttpRequests(…)",
      shows: preflightUnauthenticated,
    },
    {
      id: "origin-not-listed",
      kind: "origin-not-listed",
      code: "setAllowedOrigins(…)",
      shows: refused(403),
    },
  ],
  docs: ["https://docs.spring.io/spring-security/reference/servlet/integrations/cors.html"],
};
