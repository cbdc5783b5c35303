import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, refused } from "../symptoms.ts";

export const vllm: Stack = {
  id: "vllm",
  title: "vLLM",
  kind: "application",
  layers: ["uvicorn"],
  versions: [{ of: "vllm", since: "0.5.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: lines(
          'vllm serve "$MODEL" \\',
          policy.credentials && "  --allow-credentials \\",
          policy.requestHeaders.length > 0 &&
            `  --allowed-headers '${list(policy.requestHeaders)}' \\`,
          `  --allowed-methods '${list(policy.methods)}' \\`,
          `  --allowed-origins '${policy.origins === "*" ? '["*"]' : list(policy.origins)}'`,
        ),
      },
    ],
    unsupported: ["exposedHeaders", "maxAge"],
  }),
  remove: [],
  mistakes: [
    {
      id: "origin-not-listed",
      kind: "origin-not-listed",
      code: "--allowed-origins '[…]'",
      shows: refused(400),
    },
    {
      id: "unhandled-error",
      kind: "errors-without-headers",
      code: "--allowed-origins '[…]'",
      shows: errorsAreBare,
    },
  ],
  docs: ["https://docs.vllm.ai/en/latest/cli/serve.html"],
};
