import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { any, headerNotListed, methodNotListed, otherOrigin, successIsBare } from "../symptoms.ts";

export const llamaCpp: Stack = {
  id: "llama-cpp",
  title: "llama.cpp (llama-server)",
  kind: "application",
  versions: [{ of: "llama.cpp", since: "0.7.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: lines(
          "llama-server \\",
          policy.requestHeaders.length > 0 &&
            `  --cors-headers "${policy.requestHeaders.join(",")}" \\`,
          `  --cors-methods "${policy.methods.join(",")}" \\`,
          `  --cors-origins "${policy.origins === "*" ? "*" : policy.origins.join(",")}"`,
        ),
      },
    ],
    unsupported: [
      ...(policy.credentials ? (["credentials"] as const) : []),
      "exposedHeaders",
      "maxAge",
    ],
  }),
  remove: [],
  mistakes: [
    {
      id: "local-pages-only",
      kind: "origin-not-listed",
      code: "--cors-origins localhost",
      shows: any(successIsBare, otherOrigin),
    },
    {
      id: "list-lacks-one",
      kind: "headers-by-default",
      code: "--cors-headers …",
      shows: any(headerNotListed, methodNotListed),
    },
  ],
  docs: ["https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md"],
};
