import type { BehindCode } from "../../diagnosis/diagnosis.ts";
import { applicationOf, frontThatWrote, signsOf } from "../../diagnosis/layers/who-responded.ts";
import { mayRefuseByError } from "../../diagnosis/refuses-by-error.ts";
import { isGoogleIdentity } from "../../diagnosis/rules/error-status.ts";
import { statusMeaning } from "../../diagnosis/variants.ts";
import { get, has } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { isLocalHost } from "../../http/origin.ts";
import { isSignedUrl } from "../../http/signed-url.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { statusOf } from "./error-responder.ts";
import { atPreflight, errorStatus, isRead, lacksAllowOrigin, lostToken } from "./error-status.ts";
import { isAllowedElsewhere } from "./headers-on-errors.ts";
import { layerSettings, settingsOfWriter } from "./layer-settings.ts";
import { SETS_HEADERS } from "./session-advice.ts";
import { wordsOfStatus, writerOf } from "./status-meanings.ts";
import { lostTokenFix, unauthenticated } from "./unauthenticated.ts";
import { isVendors, unlessVendors } from "./vendor-server.ts";

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
  unauthenticated,
  forbidden: errorStatus(
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
        : unlessVendors(s, [say("cause_403_fix", s.host, s.target)])),
      ...(isGoogleIdentity(s) ? settingsOfWriter(s, "authentication") : []),
      ...(s.verdict.outcome === "allowed" && isRead(s) ? [say("cause_403_passed_read")] : []),
      ...readBody(s),
    ],
  ),
  "not-found": errorStatus(
    "cause_404_short",
    (s) => [
      statusMeaning(s) === 410
        ? say("cause_410_because", s.host)
        : say("cause_404_because", s.host, s.target),
      ...(mediaType(s.headers) === "text/html" ? [say("cause_404_html")] : []),
    ],
    (s) => [say("cause_404_fix", s.host)],
  ),
  "method-not-supported": errorStatus(
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
  "body-too-large": errorStatus(
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
  "unsupported-media-type": errorStatus(
    "cause_415_short",
    (s) => [say("cause_415_because", s.host)],
    (s) => [say(SETS_HEADERS.has(s.caller) ? "cause_415_fix" : "cause_415_fix_server")],
  ),
  "misdirected-request": {
    ...errorStatus(
      "cause_421_short",
      (s) => [say("cause_421_because", s.host)],
      (s) => [
        say("cause_421_fix", s.host),
        ...(s.found.side === "third-party" ? [say("cause_421_fix_copy")] : []),
      ],
    ),
    remedyHelps: false,
  },
  "rate-limited": errorStatus(
    "cause_429_short",
    (s) => [say("cause_429_because", s.host), ...retryAfter(s)],
    (s) => [atPreflight(s) ? say("cause_429_fix_preflight") : say("cause_429_fix")],
  ),
  "gateway-error": errorStatus(
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
  "gateway-timeout": errorStatus(
    "cause_504_short",
    () => [say("cause_504_because")],
    (s) => [
      say("cause_504_fix", s.target),
      // http-proxy-middleware of development servers also sends 504 where nothing listens.
      ...(isLocalHost(s.hop.url) ? [say("cause_502_fix", s.host)] : []),
    ],
  ),
  "server-error": errorStatus(
    (s) => wordsOfStatus(s)?.short ?? "cause_500_short",
    (s) => wordsOfStatus(s)?.because(s) ?? [say("cause_500_because", s.host, s.target)],
    (s) =>
      wordsOfStatus(s)?.fix(s) ?? [
        ...unlessVendors(s, [say("cause_500_fix", s.host)]),
        ...(isVendors(s) ? readBody(s) : []),
        ...(mayBeOfOrigin(s) ? [say("why_server_error_fix_origin", s.origin, s.host)] : []),
      ],
  ),
  "client-error": errorStatus(
    (s) => wordsOfStatus(s)?.short ?? "cause_400_short",
    (s) => wordsOfStatus(s)?.because(s) ?? [say("cause_400_because", s.host)],
    (s) => [
      ...(wordsOfStatus(s)?.fix(s) ?? unlessVendors(s, [say("cause_400_fix", s.host, s.target)])),
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
