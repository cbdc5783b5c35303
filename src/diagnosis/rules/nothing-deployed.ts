import { get } from "../../http/header-list.ts";
import { signOf } from "../layers/who-answered.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { mediaType } from "../situation.ts";

/** A hosting platform's own page for addresses where it has nothing: the URL is wrong. */
export const nothingDeployed: DiagnosisRule = {
  id: "nothing-deployed",
  before: "Where nothing is deployed there is no program whose CORS set-up could be wrong.",
  find: ({ blockedByCors, response, headers, status, allowOrigin }) => {
    if (!blockedByCors || status === null || allowOrigin !== null) return null;
    const sign = signOf(response);
    const type = get(headers, "X-Amzn-ErrorType") ?? "";
    const vercel = get(headers, "X-Vercel-Error") ?? "";
    const isPlatformPage =
      status === 404 && mediaType(headers) === "text/html" && PLATFORMS.has(sign?.id ?? "");
    // API Gateway says so of a path that is not in the stage, whatever it sounds like.
    const isUnknownRoute = status === 403 && /^MissingAuthenticationToken/i.test(type);
    const isUnknownDeployment = status === 404 && /NOT_FOUND/.test(vercel);
    if (!isPlatformPage && !isUnknownRoute && !isUnknownDeployment) return null;
    return {
      side: "page",
      certainty: "likely",
      parameter: sign?.name ?? null,
      evidence: [
        statusEvidence(status),
        headerEvidence("Content-Type", get(headers, "Content-Type")),
        ...(sign === null ? [] : [headerEvidence("Server", get(headers, "Server"))]),
      ],
    };
  },
  hides: [
    "not-found",
    "forbidden",
    "preflight-not-routed",
    "host-without-cors",
    "preflight-refused",
  ],
};

/** Those whose front answers a 404 of its own only where it knows of no application. */
const PLATFORMS: ReadonlySet<string> = new Set([
  "google-frontend",
  "heroku",
  "netlify",
  "vercel",
  "github-pages",
]);
