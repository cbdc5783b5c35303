import type { Stack } from "../stack.ts";
import { any, preflightNotRouted, successIsBare } from "../symptoms.ts";

export const lmStudio: Stack = {
  id: "lm-studio",
  title: "LM Studio",
  kind: "application",
  versions: [{ of: "lms", since: "0.3.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: "lms server start --cors",
      },
    ],
    // LM Studio has a single switch: every origin or none.
    unsupported: [
      "origins",
      "methods",
      "requestHeaders",
      ...(policy.credentials ? (["credentials"] as const) : []),
      "exposedHeaders",
      "maxAge",
    ],
  }),
  remove: [],
  mistakes: [
    {
      id: "switched-off",
      kind: "origin-not-listed",
      code: "lms server start",
      shows: any(preflightNotRouted, successIsBare),
    },
  ],
  docs: ["https://lmstudio.ai/docs/cli/serve/server-start"],
};
