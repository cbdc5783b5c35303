import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { methodNotListed, successIsBare } from "../symptoms.ts";

export const laravel: Stack = {
  id: "laravel",
  title: "Laravel",
  kind: "framework",
  layers: ["php"],
  versions: [{ of: "laravel/framework", since: "9.2" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "config/cors.php",
        place: "file",
        language: "php",
        code: lines(
          "<?php",
          "",
          "return [",
          "    'paths' => ['*'],",
          `    'allowed_origins' => ${policy.origins === "*" ? '["*"]' : list(policy.origins)},`,
          "    'allowed_origins_patterns' => [],",
          `    'allowed_methods' => ${list(policy.methods)},`,
          `    'allowed_headers' => ${list(policy.requestHeaders)},`,
          `    'exposed_headers' => ${list(policy.exposedHeaders)},`,
          `    'max_age' => ${policy.maxAge ?? 0},`,
          `    'supports_credentials' => ${policy.credentials},`,
          "];",
        ),
      },
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: "php artisan config:clear",
      },
    ],
  }),
  remove: ["header('Access-Control-Allow-Origin: …')", "fruitcake/laravel-cors"],
  mistakes: [
    {
      id: "method-not-listed",
      kind: "methods-by-default",
      code: "'allowed_methods' => […]",
      shows: methodNotListed,
    },
    {
      id: "path-not-listed",
      kind: "path-not-covered",
      code: "'paths' => ['api/*']",
      shows: successIsBare,
    },
  ],
  docs: ["https://laravel.com/docs/routing#cors"],
};
