import { corsHeaders, lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { otherOrigin, successIsBare } from "../symptoms.ts";

export const firebaseHosting: Stack = {
  id: "firebase-hosting",
  title: "Firebase Hosting",
  kind: "platform",
  layers: [],
  versions: [{ of: "firebase-tools", since: "9.0.0" }],
  snippet: (policy) => {
    const [origin] = policy.origins === "*" ? ["*"] : policy.origins;
    const header = (key: string, value: string) =>
      `          { "key": "${key}", "value": "${value}" }`;
    const all = [
      ...corsHeaders(policy).flatMap(({ name, value, isForPreflight }) =>
        isForPreflight ? [] : [header(name, value)],
      ),
      header("Access-Control-Allow-Origin", origin ?? ""),
    ];
    return {
      install: null,
      blocks: [
        {
          file: "firebase.json",
          place: "settings",
          language: "json",
          code: lines(
            "{",
            '  "hosting": {',
            '    "headers": [',
            "      {",
            '        "source": "**",',
            '        "headers": [',
            all.join(",\n"),
            "        ]",
            "      }",
            "    ]",
            "  }",
            "}",
          ),
        },
      ],
      // Firebase Hosting sends the same headers to every origin, and does not respond to preflights.
      unsupported: [
        ...(policy.origins.length > 1 ? (["origins"] as const) : []),
        ...(policy.maxAge === null ? [] : (["methods", "requestHeaders", "maxAge"] as const)),
      ],
    };
  },
  remove: [],
  mistakes: [
    {
      id: "one-origin-for-all",
      kind: "origin-not-listed",
      code: '{ "key": "Access-Control-Allow-Origin", … }',
      shows: otherOrigin,
    },
    {
      id: "source-does-not-match",
      kind: "path-not-covered",
      code: '"source": "…"',
      shows: successIsBare,
    },
  ],
  docs: ["https://firebase.google.com/docs/hosting/full-config#headers"],
};
