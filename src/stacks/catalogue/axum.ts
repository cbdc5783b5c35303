import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, preflightNotRouted, preflightUnauthenticated } from "../symptoms.ts";

const each = (values: readonly string[], convert: string) =>
  `[${values.map((value) => `"${value}".${convert}`).join(", ")}]`;

export const axum: Stack = {
  id: "axum",
  title: "axum (tower-http)",
  kind: "framework",
  versions: [
    { of: "axum", since: "0.7.0" },
    { of: "tower-http", since: "0.5.0" },
  ],
  snippet: (policy) => ({
    install: "cargo add tower-http --features cors",
    blocks: [
      {
        file: "src/main.rs",
        place: "imports",
        language: "rust",
        code: lines(
          "use axum::http::{HeaderName, HeaderValue, Method};",
          "use std::time::Duration;",
          `use tower_http::cors::${policy.origins === "*" ? "{Any, CorsLayer}" : "CorsLayer"};`,
        ),
      },
      {
        file: "src/main.rs",
        place: "around",
        language: "rust",
        code: lines(
          "let cors = CorsLayer::new()",
          policy.origins === "*"
            ? "    .allow_origin(Any) // *"
            : `    .allow_origin(${each(policy.origins, "parse::<HeaderValue>().unwrap()")})`,
          `    .allow_methods(${each(policy.methods, "parse::<Method>().unwrap()")})`,
          policy.requestHeaders.length > 0 &&
            `    .allow_headers(${each(policy.requestHeaders, "parse::<HeaderName>().unwrap()")})`,
          policy.exposedHeaders.length > 0 &&
            `    .expose_headers(${each(policy.exposedHeaders, "parse::<HeaderName>().unwrap()")})`,
          policy.credentials && "    .allow_credentials(true)",
          `    .max_age(Duration::from_secs(${policy.maxAge ?? 0}));`,
          "let app = app.layer(cors);",
        ),
      },
    ],
  }),
  remove: ["CorsLayer::permissive()", "CorsLayer::very_permissive()"],
  mistakes: [
    {
      id: "route-layer",
      kind: "errors-without-headers",
      code: ".route_layer(cors)",
      shows: errorsAreBare,
    },
    {
      id: "layer-inside-authentication",
      kind: "authentication-first",
      code: ".layer(cors).layer(authentication)",
      shows: preflightUnauthenticated,
    },
    {
      id: "no-layer",
      kind: "options-not-routed",
      code: '.route("/items", get(items))',
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://docs.rs/tower-http/latest/tower_http/cors/struct.CorsLayer.html"],
};
