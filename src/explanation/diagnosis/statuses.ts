import type { BehindCode } from "../../diagnosis/diagnosis.ts";
import { keySentIn } from "../../diagnosis/key-sent.ts";
import {
  applicationOf,
  frontThatWrote,
  signOf,
  signsOf,
} from "../../diagnosis/layers/who-responded.ts";
import { lostAuthorization, sendsAuthorization } from "../../diagnosis/lost-authorization.ts";
import { mayRefuseByError } from "../../diagnosis/refuses-by-error.ts";
import { LOCALTUNNEL, WARNING_PAGES, ZSCALER } from "../../diagnosis/rules/bot-challenge.ts";
import { isGoogleIdentity } from "../../diagnosis/rules/error-status.ts";
import { namesNotListed, refusalOf, statusMeaning } from "../../diagnosis/variants.ts";
import { get, getAll, has } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { isLocalHost } from "../../http/origin.ts";
import { isSignedUrl } from "../../http/signed-url.ts";
import { isReadByScript } from "../../verdict/read-by-script.ts";
import { type MessageName, say, sayList } from "../../words/words.ts";
import { allowOriginAdvice } from "../allow-origin-advice.ts";
import type { NoteEntry } from "../catalogue/catalogue-entry.ts";
import { preflightMetAuthentication as authenticationNote } from "../catalogue/preflight-met-authentication.ts";
import { preflightNotRouted as routedNote } from "../catalogue/preflight-not-routed.ts";
import { headerName } from "../header-name.ts";
import { plainText } from "../plain-text.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import {
  isLambdaUrl,
  LAMBDA,
  layerSettings,
  type Obstacle,
  settingsOfWriter,
} from "./layer-settings.ts";
import { foreignAdvice } from "./lists.ts";
import { requestedNames } from "./requested-names.ts";
import { SETS_HEADERS, sessionAdvice } from "./session-advice.ts";
import { urlTooLong, wordsOfStatus, writerOf } from "./status-meanings.ts";

const statusOf = (s: DiagnosisSubject) => s.statusCode || (s.found.parameter ?? "");
const layerOf = ({ response, hop }: DiagnosisSubject) => {
  const name = signOf(response)?.name ?? null;
  // Lambda function URLs have an error header that API Gateway has too.
  return name !== null && isLambdaUrl(hop.url) ? LAMBDA : name;
};
/** The responding program's own name for its error, which is more specific than the status. */
function namedError({ headers }: DiagnosisSubject): string[] {
  for (const header of NAMES_ERROR) {
    // API Gateway appends the service's namespace after a colon.
    const [name] = (get(headers, header) ?? "").split(":", 1);
    if (name) return [say("cause_status_named", header, plainText(name, 60))];
  }
  return [];
}

/** Headers in which platforms name their errors. */
const NAMES_ERROR: readonly string[] = [
  "X-Amzn-ErrorType",
  "X-Ms-Error-Code",
  "X-Vercel-Error",
  "Ngrok-Error-Code",
  "X-Amz-Error-Code",
  "X-Squid-Error",
  "SB-Error-Code",
];
const atPreflight = (s: DiagnosisSubject) => s.found.stage === "preflight";

/** The words for an error status: its meaning, and the first thing to do. */
function status(
  short: MessageName | ((s: DiagnosisSubject) => MessageName),
  because: (s: DiagnosisSubject) => readonly string[],
  fix: (s: DiagnosisSubject) => readonly string[],
): DiagnosisEntry {
  return {
    title: (s) => say("cause_status_title", endpoint(s), statusOf(s)),
    short: (s) =>
      say("cause_status_short", statusOf(s), say(typeof short === "string" ? short : short(s))),
    because: (s) => {
      const layer = layerOf(s);
      const reasons = because(s);
      const isNamed = layer === null || reasons.some((reason) => reason.includes(layer));
      return [
        ...reasons,
        ...namedError(s),
        ...(isNamed ? [] : [say("cause_status_sent_by", layer)]),
        ...(s.found.exchanges.length > 0 ? [say("cause_status_earlier")] : []),
        ...(isHidden(s) ? [say("cause_status_hidden", statusOf(s))] : []),
        ...(isHidden(s) && !atPreflight(s) && isAllowedElsewhere(s)
          ? [say("cause_status_contrast", s.host, s.origin)]
          : []),
      ];
    },
    fix: (s) => [
      ...fix(s),
      ...(isHidden(s) && !atPreflight(s) ? headersToo(s) : []),
      ...(isHidden(s) ? headersOnErrors(s) : []),
    ],
    // Where the header is present but wrong, it has to be fixed as well.
    below: (s) => (lacksAllowOrigin(s) ? "reasons" : "all"),
    // Headers on an error help only a script, which can read it then.
    remedyHelps: (s) => isRead(s) && !(s.tainted && lostToken(s)),
    fixFirst: true,
  };
}

/**
 * The headers that show the error to the page. After redirects between servers, no header is safe, except where
 * the request goes directly to the server anyway.
 */
const headersToo = (s: DiagnosisSubject) =>
  s.tainted && !lostToken(s) ? allowOriginAdvice(s) : [say("cause_status_headers")];

/** Whether only the missing header hides the response's status from the script. */
const isHidden = (s: DiagnosisSubject) => lacksAllowOrigin(s) && isRead(s);

const isRead = ({ exchange, verdict }: DiagnosisSubject) =>
  isReadByScript(exchange, verdict.destination);

function lacksAllowOrigin({ headers, verdict }: DiagnosisSubject): boolean {
  return verdict.outcome === "blocked" && get(headers, "Access-Control-Allow-Origin") === null;
}

/** Why a program's error responses lack headers that its other responses have. */
const ON_ERRORS: Readonly<Record<string, MessageName>> = {
  nginx: "cause_status_nginx",
  openresty: "cause_status_nginx",
  apache: "cause_status_apache",
  "api-gateway": "cause_status_api_gateway",
};

/** The same for programs that have no CORS headers at all, unless code adds them to other responses. */
const ON_ERRORS_ALONE: Readonly<Record<string, MessageName>> = {
  express: "cause_status_express",
  django: "cause_status_django",
  rails: "cause_status_rails",
  php: "cause_status_php",
  nextjs: "cause_status_nextjs",
  caddy: "cause_status_caddy",
  varnish: "cause_status_varnish",
  aiohttp: "cause_status_aiohttp",
  tornado: "cause_status_tornado",
  supabase: "cause_status_supabase",
};

/** The same for the 500 that a program sends for an uncaught exception. */
const ON_EXCEPTIONS: Readonly<Record<string, MessageName>> = {
  uvicorn: "cause_status_uvicorn",
  flask: "cause_status_flask",
  aspnet: "cause_status_aspnet",
};

/** Whether other responses of the server allow the origin, as found by the rule. */
const isAllowedElsewhere = ({ found }: DiagnosisSubject) =>
  found.evidence.some(({ what, got }) => what === "Access-Control-Allow-Origin" && got === null);

function headersOnErrors(s: DiagnosisSubject): string[] {
  const signs = signsOf(s.response);
  const isAlone = isAllowedElsewhere(s);
  const messages = signs.flatMap(({ id }) => [
    ON_ERRORS[id],
    isAlone ? ON_ERRORS_ALONE[id] : undefined,
    // The response to an uncaught exception is written outside of all middleware.
    s.response?.status === 500 ? ON_EXCEPTIONS[id] : undefined,
  ]);
  return [...new Set(messages)].flatMap((message) => (message === undefined ? [] : [say(message)]));
}

/** Advice to use curl, which shows the reason that the page cannot read. */
const readBody = (s: DiagnosisSubject) => (lacksAllowOrigin(s) ? [say("cause_status_body")] : []);

/** Each program's setting for the maximum body size. */
const SIZE_SETTINGS: Readonly<Record<string, string>> = {
  nginx: "client_max_body_size",
  OpenResty: "client_max_body_size",
  Apache: "LimitRequestBody",
  IIS: "maxAllowedContentLength",
  Express: "express.json({ limit })",
  Caddy: "request_body max_size",
  "ASP.NET Core": "MaxRequestBodySize",
  Tomcat: "maxSwallowSize",
  Flask: "MAX_CONTENT_LENGTH",
};

/** Platforms with a fixed limit. */
const FIXED_LIMITS: ReadonlySet<string> = new Set([
  "API Gateway",
  "AWS load balancer",
  "Vercel",
  "Netlify",
]);

const sendsToken = ({ exchange, hop }: DiagnosisSubject) => sendsAuthorization(exchange, hop);
const lostToken = ({ exchange, hop }: DiagnosisSubject) => lostAuthorization(exchange, hop);
const lostTokenFix = (s: DiagnosisSubject) => say("cause_lost_token_fix", s.address);

/** The key that the request carries outside of Authorization, in words; null if it carries none. */
function keyOf({ exchange, hop, host }: DiagnosisSubject): string | null {
  const place = keySentIn(exchange, hop);
  if (place === null) return null;
  return place.startsWith("?")
    ? say("cause_401_key_in_url", host, plainText(place.slice(1), 60))
    : say("cause_401_key", host, headerName(plainText(place, 60)));
}

/** The scheme by which the browser itself signs in; pages cannot. https://www.rfc-editor.org/rfc/rfc4559 */
function signedInByBrowser({ headers }: DiagnosisSubject): string | null {
  const challenges = getAll(headers, "WWW-Authenticate").join();
  return /(?:^|,)\s*(Negotiate|NTLM)\b/i.exec(challenges)?.[1] ?? null;
}

function withBrowserSignIn(s: DiagnosisSubject, scheme: string): string[] {
  const isKnown = s.verdict.credentials.basis === "observed";
  return [
    ...(s.withCredentials && isKnown ? [] : [say("cause_401_browser", scheme)]),
    say("cause_401_trusted", scheme, s.host),
  ];
}

/** The server's comment on the rejected token. https://www.rfc-editor.org/rfc/rfc6750#section-3 */
function challengeOf({ headers }: DiagnosisSubject): string[] {
  const challenge = get(headers, "WWW-Authenticate");
  return challenge === null ? [] : [say("cause_401_challenge", plainText(challenge, 120))];
}

/** The setting of a CDN that itself refuses a method. */
function ofMethods({ response, hop }: DiagnosisSubject): string[] {
  const front = frontThatWrote(response);
  return front?.id === "cloudfront" && hop.method !== "GET" && hop.method !== "HEAD"
    ? layerSettings([front], "refused")
    : [];
}

type StatusCode = Extract<
  BehindCode,
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "method-not-supported"
  | "body-too-large"
  | "unsupported-media-type"
  | "misdirected-request"
  | "rate-limited"
  | "gateway-error"
  | "gateway-timeout"
  | "server-error"
  | "client-error"
>;

export const STATUSES: Readonly<Record<StatusCode, DiagnosisEntry>> = {
  unauthenticated: {
    ...status(
      (s) => (lostToken(s) ? "cause_lost_token_short" : "cause_401_short"),
      (s) => [
        sendsToken(s)
          ? say("cause_401_token", s.host)
          : lostToken(s)
            ? say("cause_lost_token", s.host)
            : (keyOf(s) ?? say("cause_401_because", s.host)),
        ...challengeOf(s),
      ],
      (s) => {
        if (sendsToken(s)) return [say("cause_401_fix_token", s.host)];
        if (!lostToken(s) && keyOf(s) !== null) return [say("cause_401_fix_key", s.host)];
        const scheme = signedInByBrowser(s);
        if (scheme !== null) return withBrowserSignIn(s, scheme);
        return lostToken(s)
          ? [lostTokenFix(s)]
          : [
              say("cause_401_fix"),
              ...(s.withCredentials || s.verdict.credentials.basis !== "observed"
                ? []
                : [say("cause_401_fix_credentials", s.verdict.credentials.value)]),
              ...sessionAdvice(s),
            ];
      },
    ),
    title: (s) => {
      if (lostToken(s)) return say("cause_lost_token_title", s.address);
      const hasKey = !sendsToken(s) && keyOf(s) !== null;
      const withoutKey = sendsToken(s) ? "cause_401_title_token" : "cause_status_title";
      return say(hasKey ? "cause_401_title_key" : withoutKey, endpoint(s), statusOf(s));
    },
  },
  forbidden: status(
    "cause_403_short",
    (s) => [
      s.verdict.outcome === "allowed"
        ? say("cause_403_passed", s.host)
        : s.found.side === "proxy"
          ? say("cause_403_in_front", writerOf(s) ?? "", s.host)
          : say("cause_403_because", s.host),
      ...(lostToken(s) ? [say("cause_lost_token", s.host)] : []),
    ],
    (s) => [
      ...(lostToken(s) ? [lostTokenFix(s)] : []),
      ...(isSignedUrl(s.hop.url) ? [say("cause_403_signed")] : []),
      ...ofMethods(s),
      ...(s.found.side === "proxy"
        ? [say("cause_403_fix_in_front", writerOf(s) ?? "", s.target)]
        : [say("cause_403_fix", s.host, s.target)]),
      ...(isGoogleIdentity(s) ? settingsOfWriter(s, "authentication") : []),
      ...(s.verdict.outcome === "allowed" && isRead(s) ? [say("cause_403_passed_read")] : []),
      ...readBody(s),
    ],
  ),
  "not-found": status(
    "cause_404_short",
    (s) => [
      statusMeaning(s) === 410
        ? say("cause_410_because", s.host)
        : say("cause_404_because", s.host, s.target),
      ...(mediaType(s.headers) === "text/html" ? [say("cause_404_html")] : []),
    ],
    (s) => [say("cause_404_fix", s.host)],
  ),
  "method-not-supported": status(
    "cause_405_short",
    (s) => {
      const allow = get(s.headers, "Allow");
      return [
        say("cause_405_because", s.host),
        ...(allow ? [say("cause_405_allow", plainText(allow))] : []),
      ];
    },
    (s) => [
      say("cause_405_fix", s.target),
      ...(OF_WEBDAV.has(s.hop.method) ? layerSettings(signsOf(s.response), "method") : []),
    ],
  ),
  "body-too-large": status(
    "cause_413_short",
    (s) => [say("cause_413_because", s.target, writerOf(s) ?? s.host)],
    (s) => {
      const writer = writerOf(s) ?? "";
      const setting = SIZE_SETTINGS[writer];
      return [
        FIXED_LIMITS.has(writer) ? say("cause_413_fixed", writer) : say("cause_413_fix"),
        ...(s.found.exchanges.length > 0 ? [say("cause_413_earlier")] : []),
        ...(s.found.side === "proxy" ? [say("cause_413_in_front")] : []),
        ...(setting === undefined ? [] : [say("cause_413_setting", writer, setting)]),
      ];
    },
  ),
  "unsupported-media-type": status(
    "cause_415_short",
    (s) => [say("cause_415_because", s.host)],
    (s) => [say(SETS_HEADERS.has(s.caller) ? "cause_415_fix" : "cause_415_fix_server")],
  ),
  "misdirected-request": {
    ...status(
      "cause_421_short",
      (s) => [say("cause_421_because", s.host)],
      (s) => [
        say("cause_421_fix", s.host),
        ...(s.found.side === "third-party" ? [say("cause_421_fix_copy")] : []),
      ],
    ),
    remedyHelps: false,
  },
  "rate-limited": status(
    "cause_429_short",
    (s) => [say("cause_429_because", s.host), ...retryAfter(s)],
    (s) => [atPreflight(s) ? say("cause_429_fix_preflight") : say("cause_429_fix")],
  ),
  "gateway-error": status(
    "cause_502_short",
    (s) => [
      s.response?.status === 503 && s.found.side === "server"
        ? say("cause_503_because", s.host)
        : say(isTls(s) ? "cause_525_because" : "cause_502_because", statusOf(s)),
      ...retryAfter(s),
    ],
    (s) => {
      if (isTls(s)) return [say("cause_525_fix", s.host)];
      // The platform's own header for an error of the function.
      if (has(s.headers, "X-Vercel-Error")) return [say("cause_500_fix", s.host)];
      const isLambda = signsOf(s.response).some(({ id }) => id === "api-gateway");
      return [isLambda ? say("cause_502_integration") : say("cause_502_fix", s.host)];
    },
  ),
  "gateway-timeout": status(
    "cause_504_short",
    () => [say("cause_504_because")],
    (s) => [
      say("cause_504_fix", s.target),
      // http-proxy-middleware of development servers also sends 504 where nothing listens.
      ...(isLocalHost(s.hop.url) ? [say("cause_502_fix", s.host)] : []),
    ],
  ),
  "server-error": status(
    (s) => wordsOfStatus(s)?.short ?? "cause_500_short",
    (s) => wordsOfStatus(s)?.because(s) ?? [say("cause_500_because", s.host, s.target)],
    (s) =>
      wordsOfStatus(s)?.fix(s) ?? [
        say("cause_500_fix", s.host),
        ...(mayBeOfOrigin(s) ? [say("why_server_error_fix_origin", s.origin, s.host)] : []),
      ],
  ),
  "client-error": status(
    (s) => wordsOfStatus(s)?.short ?? "cause_400_short",
    (s) => wordsOfStatus(s)?.because(s) ?? [say("cause_400_because", s.host)],
    (s) => [
      ...(wordsOfStatus(s)?.fix(s) ?? [say("cause_400_fix", s.host, s.target)]),
      ...readBody(s),
    ],
  ),
};

/** Whether CORS code may have failed because of the origin; a preflight that passed shows that it did not. */
const mayBeOfOrigin = (s: DiagnosisSubject) =>
  mayRefuseByError(s.response, s.origin) &&
  (applicationOf(s.response)?.id ?? "express") === "express" &&
  isRead(s) &&
  s.hop.preflight === null &&
  !isAllowedElsewhere(s);

/** Methods that a server's WebDAV module can keep from the application. */
const OF_WEBDAV: ReadonlySet<string> = new Set(["PUT", "DELETE"]);

/** Whether Cloudflare could not establish TLS with the server behind it. */
const isTls = (s: DiagnosisSubject) => statusMeaning(s) === 525;

/** https://httpwg.org/specs/rfc9110.html#field.retry-after */
function retryAfter({ headers }: DiagnosisSubject): string[] {
  const after = get(headers, "Retry-After");
  if (after === null) return [];
  const isSeconds = /^\d+$/.test(after);
  return [say(isSeconds ? "cause_429_after_seconds" : "cause_429_after", plainText(after))];
}

/** Names that the preflight requested and the response's lists lack. */
const notListed = (s: DiagnosisSubject): string[] =>
  namesNotListed(s).map((name) => plainText(name, 60));

/** Whether the preflight is refused because of the lists only: the origin itself is allowed. */
const isForLists = (s: DiagnosisSubject) => refusalOf(s) === "lists";

/** Whether another request shows that the server allows the origin, and no list in the response says otherwise. */
const isOriginAllowed = ({ found, headers }: DiagnosisSubject) =>
  found.exchanges.length > 0 && !headers.some(([name]) => /^access-control-/i.test(name));

/** Whether parsers, validation or limits send this status; a preflight must not reach them. */
const isParsed = (s: DiagnosisSubject) => refusalOf(s) === "parsed";
/** Whether the server read no more than the head of the preflight, in which only the URL can be too long. */
const isTooLong = (s: DiagnosisSubject) => refusalOf(s) === "too-long";

export const preflightRefused: DiagnosisEntry = {
  title: (s) => {
    if (isTooLong(s)) return say("cause_status_title", endpoint(s), statusOf(s));
    if (isParsed(s)) return say("cause_refused_title_parsed", endpoint(s), statusOf(s));
    const named = isForLists(s) ? sayList(notListed(s)) : s.origin;
    const refused = isOriginAllowed(s) ? requestedNames(s) : named;
    return say("cause_refused_title", endpoint(s), refused, statusOf(s));
  },
  short: (s) => say("cause_refused_short", statusOf(s)),
  because: (s) => {
    const layer = layerOf(s);
    return [
      ...(isTooLong(s) ? urlTooLong.because(s) : [whyRefused(s)]),
      ...alsoNotListed(s).map((names) => say("cause_refused_also", names)),
      ...namedError(s),
      ...(layer === null ? [] : [say("cause_status_sent_by", layer)]),
    ];
  },
  fix: (s) => [
    ...(isTooLong(s) ? urlTooLong.fix(s) : [howToPass(s)]),
    ...alsoNotListed(s).map((names) => say("cause_refused_fix_lists", s.host, names)),
    ...settingsOfWriter(s, isForLists(s) || isOriginAllowed(s) ? "unlisted" : "refused"),
    ...mcpServer(s),
    ...foreignAdvice(s),
  ],
  below: (s) => (isParsed(s) && s.response?.status !== 400 ? "all" : "reasons"),
  remedyHelps: (s) => !isTooLong(s),
};

function whyRefused(s: DiagnosisSubject): string {
  if (isParsed(s)) return say("cause_refused_parsed", s.host, s.status);
  if (isForLists(s)) {
    return say("cause_refused_lists", s.host, s.status, s.origin, sayList(notListed(s)));
  }
  return isOriginAllowed(s)
    ? say("cause_refused_passed", s.host, s.status, s.origin, requestedNames(s))
    : say("cause_refused_because", s.host, s.status);
}

function howToPass(s: DiagnosisSubject): string {
  if (isParsed(s)) return say("cause_refused_fix_parsed", s.target);
  if (isForLists(s)) return say("cause_refused_fix_lists", s.host, sayList(notListed(s)));
  return isOriginAllowed(s)
    ? say("cause_refused_passed_fix", s.host, requestedNames(s))
    : say("cause_refused_fix", s.origin, s.host);
}

/** Other names that the lists lack, as one item; empty where the lists themselves are the reason. */
function alsoNotListed(s: DiagnosisSubject): string[] {
  const names = notListed(s);
  return names.length === 0 || isForLists(s) ? [] : [sayList(names)];
}

/** A check that no request of a page passes. */
const CHALLENGE = {
  title: "cause_challenge_title",
  short: "cause_challenge_short",
  because: (name: string, status: string) => [
    say("cause_challenge_because", name, status),
    say("cause_challenge_why"),
  ],
  fix: (s: DiagnosisSubject) => [
    say("cause_challenge_fix", s.host),
    say("cause_challenge_fix_page", s.site),
  ],
} as const;

/** A tunnel's warning page, which a request can skip. */
const WARNING = {
  title: "cause_warning_title",
  short: "cause_warning_short",
  because: (name: string, status: string) => [say("cause_warning_because", name, status)],
  fix: (s: DiagnosisSubject) => {
    if (s.found.parameter === LOCALTUNNEL) return [say("cause_challenge_localtunnel", s.site)];
    const canSet = SETS_HEADERS.has(s.caller);
    return [
      say(canSet ? "cause_challenge_ngrok" : "cause_challenge_ngrok_other", s.host),
      say("cause_challenge_fix_page", s.site),
    ];
  },
} as const;

/** A firewall's refusal, which nobody passes. https://vercel.com/docs/vercel-firewall */
const DENIED = {
  title: "cause_denied_title",
  short: "cause_denied_short",
  because: (name: string, status: string) => [say("cause_denied_because", name, status)],
  fix: () => [say("cause_denied_fix")],
} as const;

/** A refusal by the filter of a network, which is neither the server's nor the page's. */
const FILTERED = {
  title: "cause_filtered_title",
  short: "cause_filtered_short",
  because: (name: string, status: string) => [say("cause_filtered_because", name, status)],
  fix: (s: DiagnosisSubject) => [say("cause_filtered_fix", s.host), say("cause_filtered_fix_try")],
} as const;

function wordsOfCheck({ found, headers }: DiagnosisSubject) {
  if (found.parameter === ZSCALER) return FILTERED;
  if (WARNING_PAGES.has(found.parameter ?? "")) return WARNING;
  return /^deny$/i.test(get(headers, "X-Vercel-Mitigated") ?? "") ? DENIED : CHALLENGE;
}

export const botChallenge: DiagnosisEntry = {
  title: (s) => say(wordsOfCheck(s).title, endpoint(s), plainText(s.found.parameter)),
  short: (s) => say(wordsOfCheck(s).short, plainText(s.found.parameter)),
  because: (s) => wordsOfCheck(s).because(plainText(s.found.parameter), statusOf(s)),
  fix: (s) => wordsOfCheck(s).fix(s),
  below: "nothing",
  remedyHelps: false,
};

/** The words for a root cause that the engine can find too, with the settings of the responding program. */
const ofLayer = (obstacle: Obstacle, note: NoteEntry): DiagnosisEntry => ({
  title: (s) => (isOfEngine(s, note) ? null : note.title(s)),
  because: (s) => {
    const layer = layerOf(s);
    return [
      ...note.because(s),
      ...namedError(s),
      ...(layer === null ? [] : [say("cause_status_sent_by", layer)]),
    ];
  },
  fix: (s) => [
    // The symptom has the same advice, but it belongs here: the action comes before the place.
    ...note.fix(s),
    ...settingsOfWriter(s, obstacle),
    ...mcpServer(s),
    ...foreignAdvice(s),
    ...(obstacle === "unrouted" ? asText(s) : []),
  ],
  below: "all",
  remedyHelps: true,
});

/** Whether the engine also found the root cause by the status alone; the symptom's own words name it then. */
const isOfEngine = ({ verdict, found }: DiagnosisSubject, { code }: NoteEntry) =>
  verdict.findings.some((one) => one.code === code && one.hop === found.hop);

/** Advice for a server of the Model Context Protocol, where its client sent the request. */
function mcpServer({ hop }: DiagnosisSubject): string[] {
  const names = get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers") ?? "";
  return /(?:^|,)\s*mcp-/i.test(names) ? [say("cause_library_mcp_server")] : [];
}

/** Advice where only the body's type requires the preflight, and another type would not. */
function asText(s: DiagnosisSubject): string[] {
  const { because } = s.verdict.preflight;
  const [only] = because;
  const isType = because.length === 1 && only?.kind === "header" && only.name === "content-type";
  return isType && s.hop.method === "POST" && (s.caller === "fetch" || s.caller === "xhr")
    ? [say("cause_as_text", s.host)]
    : [];
}

export const preflightNotRouted: DiagnosisEntry = {
  ...ofLayer("unrouted", routedNote),
  beside: ["preflight-not-routed"],
};
export const preflightMetAuthentication: DiagnosisEntry = {
  ...ofLayer("authentication", authenticationNote),
  beside: ["preflight-met-authentication"],
};
