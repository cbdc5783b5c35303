import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const preflightMetAuthentication: CatalogueEntry = {
  title: (s) => `Let OPTIONS through without authentication on ${s.path}`,
  short: () => "OPTIONS met authentication",
  because: (s) => [
    `${s.host} answered ${s.target} with ${s.status || "a refusal"}: it asks the preflight to authenticate.`,
    "Browsers never send cookies or Authorization with a preflight, so it cannot.",
  ],
  fix: (s) => [
    `Answer ${s.target} before authentication runs, or exempt OPTIONS from it. The ${s.method} itself stays protected.`,
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};
