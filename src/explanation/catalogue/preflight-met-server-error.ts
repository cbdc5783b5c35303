import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const preflightMetServerError: CatalogueEntry = {
  title: (s) => `Fix the ${s.response?.status ?? "error"} on ${s.target} first; CORS only hides it`,
  short: (s) => `${s.response?.status ?? "server error"} on OPTIONS: fix it first`,
  because: (s) => [
    `${s.host} answered ${s.target} with ${s.status || "a server error"}.`,
    "The server, or a gateway before it, failed before CORS mattered.",
  ],
  fix: (s) => [`Look at the log of ${s.host}, and of the gateway, for ${s.target}.`],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};
