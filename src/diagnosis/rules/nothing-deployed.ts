import { get, type HeaderList } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { parseUrl } from "../../http/origin.ts";
import { signOf } from "../layers/who-responded.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { atPreflight } from "../situation.ts";

/** The parameter for API Gateway, which also sends this response to requests without a signature. */
export const API_GATEWAY = "API Gateway";

/** A hosting platform's own 404 page, sent where nothing is deployed: the URL is wrong. */
export const nothingDeployed: DiagnosisRule = {
  id: "nothing-deployed",
  before: "If nothing is deployed, no application has a CORS configuration that could be wrong.",
  find: (s) => {
    const { blockedByCors, response, headers, status, allowOrigin } = s;
    if (!blockedByCors || status === null || allowOrigin !== null) return null;
    const sign = signOf(response);
    const type = get(headers, "X-Amzn-ErrorType") ?? "";
    const host = parseUrl(s.hop.url)?.hostname ?? "";
    const isPage =
      status === 404 &&
      mediaType(headers) === "text/html" &&
      !APPLICATION_MARKS.some((mark) => mark(headers));
    const ofPage = isPage
      ? OWN_PAGES.find(({ isOf }) => isOf(sign?.id ?? "", headers, host))
      : undefined;
    // API Gateway sends this for a path that the stage lacks. It also does so for OPTIONS where CORS is not
    // enabled, and for a request without the signature that its route requires.
    const isUnknownRoute =
      status === 403 && !atPreflight(s) && /^MissingAuthenticationToken/i.test(type);
    const named =
      status === 404
        ? OWN_ERRORS.find(({ header, value }) => value.test(get(headers, header) ?? ""))
        : undefined;
    const platform = ofPage?.platform ?? named?.platform;
    if (platform === undefined && !isUnknownRoute) return null;
    return {
      side: "page",
      certainty: isUnknownRoute ? "ambiguous" : "likely",
      parameter: platform ?? API_GATEWAY,
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

/** Platforms that have their own 404 page. Applications behind them send 404 as well. */
const OWN_PAGES: readonly {
  readonly platform: string;
  readonly isOf: (sign: string, headers: HeaderList, host: string) => boolean;
}[] = [
  {
    platform: "Google Frontend",
    // Google Frontend adds the trace to responses of applications.
    isOf: (sign, headers) =>
      sign === "google-frontend" && get(headers, "X-Cloud-Trace-Context") === null,
  },
  {
    platform: "Heroku",
    // The router adds Via to responses of applications. It runs on Cowboy, as other programs do.
    isOf: (sign, headers, host) =>
      get(headers, "Via") === null &&
      (sign === "heroku" || (sign === "cowboy" && host.endsWith(".herokuapp.com"))),
  },
  {
    platform: "GitHub Pages",
    // GitHub Pages serves static files only. github.com itself hides private resources behind a 404.
    isOf: (sign, _headers, host) => sign === "github-pages" && !/(?:^|\.)github\.com$/.test(host),
  },
];

/** Platforms that mark their own 404 with a header. */
const OWN_ERRORS: readonly {
  readonly platform: string;
  readonly header: string;
  readonly value: RegExp;
}[] = [
  { platform: "Vercel", header: "X-Vercel-Error", value: /NOT_FOUND/ },
  { platform: "Railway", header: "X-Railway-Fallback", value: /^true$/i },
  { platform: "Render", header: "X-Render-Routing", value: /^no-server/i },
  // https://github.com/supabase/supabase/issues/47739 : sent for preflights as well.
  { platform: "Supabase", header: "SB-Error-Code", value: /^NOT_FOUND/ },
  // The tunnel is closed, or got another name when it was reopened.
  { platform: "ngrok", header: "Ngrok-Error-Code", value: /^ERR_NGROK_3200$/ },
];

/** Headers of frameworks' own 404 pages; Express's has the Content-Security-Policy. */
const APPLICATION_MARKS: readonly ((headers: HeaderList) => boolean)[] = [
  (headers) => get(headers, "X-Powered-By") !== null,
  (headers) => get(headers, "Set-Cookie") !== null,
  (headers) => get(headers, "X-Request-Id") !== null,
  (headers) => /^default-src 'none'/i.test(get(headers, "Content-Security-Policy") ?? ""),
];
