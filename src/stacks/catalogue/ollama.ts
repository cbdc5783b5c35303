import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { refused } from "../symptoms.ts";

export const ollama: Stack = {
  id: "ollama",
  title: "Ollama",
  kind: "application",
  versions: [{ of: "ollama", since: "0.1.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "/etc/systemd/system/ollama.service.d/cors.conf",
        place: "file",
        language: "ini",
        code: lines(
          "[Service]",
          `Environment="OLLAMA_ORIGINS=${policy.origins === "*" ? "*" : policy.origins.join(",")}"`,
        ),
      },
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: "sudo systemctl daemon-reload && sudo systemctl restart ollama",
      },
    ],
    unsupported: [
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
      id: "set-in-the-shell",
      kind: "origin-not-listed",
      code: "export OLLAMA_ORIGINS=…",
      shows: refused(403),
    },
  ],
  docs: ["https://docs.ollama.com/faq"],
};
