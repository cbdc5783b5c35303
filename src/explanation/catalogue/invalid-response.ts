import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const invalidResponse: CatalogueEntry = {
  title: (s) => `Find out why ${s.target} got no valid answer from ${s.host}`,
  short: (s) =>
    s.finding.stage === "preflight" ? "preflight got no valid answer" : "no valid answer",
  because: (s) => [
    `${s.target} ended without an answer that the browser could judge.`,
    ...(s.error === "" ? [] : [`${s.browser} reports ${s.error}.`]),
    ...(s.finding.stage === "preflight" ? [`So the ${s.method} was never sent.`] : []),
  ],
  fix: (s) => [
    `Send the same ${s.target} with curl, and look at the log of ${s.host} and of any proxy before it.`,
    "Once it answers, its CORS headers can be judged.",
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSDidNotSucceed")],
};
