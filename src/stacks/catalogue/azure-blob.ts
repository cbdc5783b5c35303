import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { refused, successIsBare } from "../symptoms.ts";

const quoted = (values: readonly string[]) => values.map((value) => `"${value}"`).join(" ");

export const azureBlob: Stack = {
  id: "azure-blob",
  title: "Azure Blob Storage",
  kind: "platform",
  versions: [{ of: "azure-cli", since: "2.0.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: lines(
          "az storage cors clear --services b",
          "az storage cors add --services b \\",
          `  --origins ${policy.origins === "*" ? '"*"' : quoted(policy.origins)} \\`,
          policy.requestHeaders.length > 0 &&
            `  --allowed-headers ${quoted(policy.requestHeaders)} \\`,
          policy.exposedHeaders.length > 0 &&
            `  --exposed-headers ${quoted(policy.exposedHeaders)} \\`,
          policy.maxAge !== null && `  --max-age ${policy.maxAge} \\`,
          `  --methods ${quoted(policy.methods)}`,
        ),
      },
    ],
    // Azure allows credentials for every origin that a rule names.
    unsupported: policy.credentials ? [] : ["credentials"],
  }),
  remove: ["az storage cors clear"],
  mistakes: [
    {
      id: "no-rule",
      kind: "origin-not-listed",
      code: "az storage cors add",
      shows: refused(403),
    },
    {
      id: "rule-of-another-service",
      kind: "path-not-covered",
      code: "--services f",
      shows: successIsBare,
    },
  ],
  docs: [
    "https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services",
  ],
};
