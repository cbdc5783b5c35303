import { get, type HeaderList } from "../../http/header-list.ts";
import { signOf } from "../layers/who-answered.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { atPreflight, mediaType } from "../situation.ts";

/** A hosting platform's own page for addresses where it has nothing: the URL is wrong. */
export const nothingDeployed: DiagnosisRule = {
  id: "nothing-deployed",
  before: "Where nothing is deployed there is no program whose CORS set-up could be wrong.",
  find: (s) => {
    const { blockedByCors, response, headers, status, allowOrigin } = s;
    if (!blockedByCors || status === null || allowOrigin !== null) return null;
    const sign = signOf(response);
    const type = get(headers, "X-Amzn-ErrorType") ?? "";
    const vercel = get(headers, "X-Vercel-Error") ?? "";
    const isPlatformPage =
      status === 404 &&
      mediaType(headers) === "text/html" &&
      OWN_PAGE[sign?.id ?? ""]?.(headers) === true &&
      !APPLICATION_MARKS.some((mark) => mark(headers));
    // API Gateway says so of a path that is not in the stage, whatever it sounds like; but of OPTIONS
    // also where the path is there and CORS was not enabled for it.
    const isUnknownRoute =
      status === 403 && !atPreflight(s) && /^MissingAuthenticationToken/i.test(type);
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

/** By platform, whether a 404 is its front's own: applications behind it send 404 as well. */
const OWN_PAGE: Readonly<Record<string, (headers: HeaderList) => boolean>> = {
  // The front adds the trace to what an application responds.
  "google-frontend": (headers) => get(headers, "X-Cloud-Trace-Context") === null,
  // The router adds Via to what an application responds.
  heroku: (headers) => get(headers, "Via") === null,
  // Serve files and nothing else.
  "github-pages": () => true,
  netlify: () => true,
};

/** What frameworks send with their own pages for 404: Express's has the policy. */
const APPLICATION_MARKS: readonly ((headers: HeaderList) => boolean)[] = [
  (headers) => get(headers, "X-Powered-By") !== null,
  (headers) => get(headers, "Set-Cookie") !== null,
  (headers) => get(headers, "X-Request-Id") !== null,
  (headers) => /^default-src 'none'/i.test(get(headers, "Content-Security-Policy") ?? ""),
];
