import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const preflightInvalidStatus: CatalogueEntry = {
  title: (s) => `Answer ${s.target} with 204${s.status && `, not ${s.status}`}`,
  short: (s) => `preflight answered ${s.status || "without an ok status"}`,
  because: (s) => [
    `Before the ${s.method}, the browser asked with ${s.target} whether it may send it.`,
    `${s.host} answered ${s.status || "with an error"}. Only a status from 200 to 299 gives leave.`,
    `So the ${s.method} was never sent.`,
  ],
  fix: (s) => [
    `Answer ${s.target} with 204 and the Access-Control-Allow-* headers, before authentication and routing.`,
    "The browser sends no cookies and no Authorization with a preflight: it must succeed without them.",
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};
