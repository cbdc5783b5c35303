import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, credentialsRefused, successIsBare } from "../symptoms.ts";

const APP = '--name "$APP" --resource-group "$GROUP"';

export const azureFunctions: Stack = {
  id: "azure-functions",
  title: "Azure Functions, App Service",
  kind: "platform",
  layers: [],
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
          `az functionapp cors add ${APP} --allowed-origins ${
            policy.origins === "*" ? '"*"' : policy.origins.map((origin) => `"${origin}"`).join(" ")
          }`,
          policy.credentials && `az functionapp cors credentials ${APP} --enable true`,
        ),
      },
    ],
    // The platform allows whatever a preflight requests, and exposes no headers.
    unsupported: [
      "methods",
      "requestHeaders",
      ...(policy.exposedHeaders.length > 0 ? (["exposedHeaders"] as const) : []),
      "maxAge",
    ],
  }),
  remove: ['headers: { "Access-Control-Allow-Origin": … }'],
  mistakes: [
    {
      id: "function-sends-it-too",
      kind: "added-twice",
      code: 'headers: { "Access-Control-Allow-Origin": … }',
      shows: addedTwice,
    },
    {
      id: "credentials-off",
      kind: "no-credentials",
      code: "az functionapp cors credentials --enable true",
      shows: credentialsRefused,
    },
    {
      id: "origin-not-listed",
      kind: "origin-not-listed",
      code: "az functionapp cors add",
      shows: successIsBare,
    },
  ],
  docs: [
    "https://learn.microsoft.com/azure/azure-functions/functions-how-to-use-azure-function-app-settings#cors",
  ],
};
