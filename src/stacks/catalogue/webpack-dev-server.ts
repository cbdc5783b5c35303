import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { credentialsRefused, successIsBare } from "../symptoms.ts";

export const webpackDevServer: Stack = {
  id: "webpack-dev-server",
  title: "webpack-dev-server",
  kind: "framework",
  layers: ["webpack-dev-server", "express"],
  versions: [{ of: "webpack-dev-server", since: "4.7.0" }],
  snippet: (policy) => ({
    install: "npm install --save-dev cors",
    blocks: [
      {
        file: "webpack.config.js",
        place: "imports",
        language: "javascript",
        code: 'const cors = require("cors");',
      },
      {
        file: "webpack.config.js",
        place: "first",
        language: "javascript",
        code: lines(
          "middlewares.unshift({",
          '  name: "cors",',
          "  middleware: cors({",
          `    origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
          `    methods: ${list(policy.methods)},`,
          `    allowedHeaders: ${list(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 && `    exposedHeaders: ${list(policy.exposedHeaders)},`,
          policy.credentials && "    credentials: true,",
          policy.maxAge !== null && `    maxAge: ${policy.maxAge},`,
          "  }),",
          "});",
        ),
      },
    ],
  }),
  remove: ['headers: { "Access-Control-Allow-Origin": "*" }'],
  mistakes: [
    {
      id: "star-in-headers",
      kind: "no-credentials",
      code: 'headers: { "Access-Control-Allow-Origin": "*" }',
      shows: credentialsRefused,
    },
    {
      id: "not-configured",
      kind: "path-not-covered",
      code: "setupMiddlewares",
      shows: successIsBare,
    },
  ],
  docs: ["https://webpack.js.org/configuration/dev-server/#devserversetupmiddlewares"],
};
