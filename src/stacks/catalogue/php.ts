import { corsHeaders, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, errorsAreBare, preflightNotRouted } from "../symptoms.ts";

export const php: Stack = {
  id: "php",
  title: "PHP",
  kind: "framework",
  layers: ["php"],
  versions: [{ of: "php", since: "7.4.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const by = isAny ? "" : "    ";
    const set = (name: string, value: string) => `${by}header("${name}: ${value}");`;
    return {
      install: null,
      blocks: [
        {
          file: "index.php",
          place: "first",
          language: "php",
          code: lines(
            policy.origins !== "*" && `$origins = ${list(policy.origins)};`,
            !isAny && '$origin = $_SERVER["HTTP_ORIGIN"] ?? "";',
            !isAny && 'header("Vary: Origin", false);',
            !isAny && "if (in_array($origin, $origins, true)) {",
            isAny
              ? set("Access-Control-Allow-Origin", "*")
              : `${by}header("Access-Control-Allow-Origin: $origin");`,
            ...corsHeaders(policy).map(({ name, value }) => set(name, value)),
            !isAny && "}",
            'if ($_SERVER["REQUEST_METHOD"] === "OPTIONS") {',
            "    http_response_code(204);",
            "    exit;",
            "}",
          ),
        },
      ],
    };
  },
  remove: ['header("Access-Control-Allow-Origin: *");'],
  mistakes: [
    {
      id: "added-twice",
      kind: "added-twice",
      code: 'header("Access-Control-Allow-Origin: …", false);',
      shows: addedTwice,
    },
    {
      id: "set-after-authentication",
      kind: "errors-without-headers",
      code: "header(…)",
      shows: errorsAreBare,
    },
    {
      id: "options-not-handled",
      kind: "options-not-routed",
      code: 'if ($_SERVER["REQUEST_METHOD"] === "OPTIONS")',
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://www.php.net/manual/en/function.header.php"],
};
