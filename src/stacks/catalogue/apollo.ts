import type { Stack } from "../stack.ts";
import { credentialsRefused, preflightUnauthenticated } from "../symptoms.ts";
import { express } from "./express.ts";

export const apollo: Stack = {
  id: "apollo",
  title: "Apollo Server",
  kind: "framework",
  layers: ["apollo", "express"],
  versions: [
    { of: "@apollo/server", since: "4.0.0" },
    { of: "cors", since: "2.8.0" },
  ],
  // The standalone server cannot be configured: its headers are fixed. The Express integration can.
  snippet: (policy) => express.snippet(policy),
  remove: ["startStandaloneServer(server)"],
  mistakes: [
    {
      id: "standalone",
      kind: "no-credentials",
      code: "startStandaloneServer(server)",
      shows: credentialsRefused,
    },
    {
      id: "authentication-before-cors",
      kind: "authentication-first",
      code: "app.use(authenticate)",
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://www.apollographql.com/docs/apollo-server/security/cors"],
};
