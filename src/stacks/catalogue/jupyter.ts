import { corsHeaders, lines, pattern } from "../code.ts";
import type { Stack } from "../stack.ts";
import { onlyPreflightIsBare, refused } from "../symptoms.ts";

/** Jupyter allows all of its methods, and credentials by a setting. */
const BY_ITSELF = new Set(["Access-Control-Allow-Methods", "Access-Control-Allow-Credentials"]);

export const jupyter: Stack = {
  id: "jupyter",
  title: "Jupyter Server",
  kind: "application",
  layers: ["jupyter", "tornado"],
  versions: [{ of: "jupyter-server", since: "1.0.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "jupyter_server_config.py",
        place: "settings",
        language: "python",
        code: lines(
          "c = get_config()",
          policy.origins === "*"
            ? 'c.ServerApp.allow_origin = "*"'
            : `c.ServerApp.allow_origin_pat = r"(${policy.origins.map(pattern).join("|")})$"`,
          policy.credentials && "c.ServerApp.allow_credentials = True",
          "c.ServerApp.tornado_settings = {",
          '    "headers": {',
          policy.origins !== "*" && '        "Vary": "Origin",',
          ...corsHeaders(policy)
            .filter(({ name }) => !BY_ITSELF.has(name))
            .map(({ name, value }) => `        "${name}": "${value}",`),
          "    },",
          "}",
        ),
      },
    ],
    unsupported: ["methods"],
  }),
  remove: ["c.ServerApp.disable_check_xsrf = True"],
  mistakes: [
    {
      id: "origin-not-listed",
      kind: "origin-not-listed",
      code: "c.ServerApp.allow_origin",
      shows: refused(403, 404),
    },
    // Second, because both can show together: with a token, GET passes from any unlisted origin.
    {
      id: "token-alone",
      kind: "path-not-covered",
      code: "?token=…",
      shows: onlyPreflightIsBare,
    },
  ],
  docs: ["https://jupyter-server.readthedocs.io/en/latest/other/full-config.html"],
};
