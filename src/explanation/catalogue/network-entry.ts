import { isRedirectStatus } from "../../http/statuses.ts";
import { refusesStreamBody } from "../../verdict/browsers/stream-body-errors.ts";
import { say } from "../../words/words.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import { browserReports, received, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

type Words = Pick<CauseEntry, "title" | "short" | "fix"> & {
  /** What happened, before the browser's own error. */
  readonly happened: (s: Subject) => string;
  /** Why this is not a CORS problem. */
  readonly notCors: (s: Subject) => string;
};

/** The common parts of network failures: no whole response arrived, so CORS did not apply. */
export function networkEntry(
  own: Pick<CauseEntry, "code" | "reason"> & Omit<Words, "notCors">,
): CauseEntry {
  const wordsOf = (s: Subject): Words => ({
    notCors: () => say("why_network_because"),
    ...own,
    ...MORE_SPECIFIC.find(({ applies }) => applies(s))?.words,
  });
  return {
    code: own.code,
    reason: (parameter) =>
      refusesStreamBody(parameter) ? say("reason_stream_body") : own.reason(parameter),
    title: (s) => wordsOf(s).title(s),
    short: (s) => wordsOf(s).short(s),
    because: (s) => {
      const { happened, notCors } = wordsOf(s);
      return [happened(s), ...browserReports(s), notCors(s)];
    },
    fix: (s) => wordsOf(s).fix(s),
    learnMore: [
      fetchStandard("concept-network-error", "network error"),
      mdnCorsError("CORSDidNotSucceed"),
    ],
  };
}

interface MoreSpecific {
  readonly applies: (s: Subject) => boolean;
  readonly words: Partial<Words>;
}

const atPreflight = ({ finding }: Subject) => finding.stage === "preflight";
const requiresClientCertificate = ({ error }: Subject) =>
  /ERR_BAD_SSL_CLIENT_AUTH_CERT|ERR_SSL_CLIENT_AUTH_CERT_NEEDED/.test(error);
const contentEncoding = (s: Subject) => received(s, "Content-Encoding");

/** Whether the status and headers arrived, and not the whole body. Gecko reads that of a preflight too. */
function brokeOff({ finding, response, error }: Subject): boolean {
  if (response === null || (finding.stage !== "response" && finding.stage !== "preflight")) {
    return false;
  }
  return !isRedirectStatus(response.status) && !/PROXY/.test(error);
}

/** Failures that need other words than their code: the first that applies. */
const MORE_SPECIFIC: readonly MoreSpecific[] = [
  {
    // Chromium 156 ends a response of status 407 so where it uses no proxy. https://httpwg.org/specs/rfc9110.html#status.407
    applies: ({ error }) => /ERR_UNEXPECTED_PROXY_AUTH/.test(error),
    words: {
      title: (s) => say("why_proxy_error_title", s.host),
      short: () => say("cause_407_short"),
      happened: (s) => say("why_407_because", s.host),
      fix: () => [say("cause_407_fix")],
    },
  },
  {
    // Seen in Chromium 156. https://fetch.spec.whatwg.org/#http-network-fetch
    applies: ({ error }) => refusesStreamBody(error),
    words: {
      title: (s) => say("why_stream_body_title", s.target, s.host),
      short: () => say("why_stream_body_short"),
      happened: (s) => say("why_stream_body_because", s.browser, s.host),
      fix: (s) => [say("why_stream_body_fix"), say("why_stream_body_fix_server", s.host)],
    },
  },
  {
    // https://fetch.spec.whatwg.org/#cors-preflight-fetch : a preflight's credentials mode is "same-origin".
    applies: (s) => requiresClientCertificate(s) && atPreflight(s),
    words: {
      title: (s) => say("why_client_certificate_preflight_title", s.host),
      short: () => say("why_client_certificate_short"),
      happened: (s) => say("why_client_certificate_preflight_because", s.host),
      fix: () => [
        say("why_client_certificate_preflight_fix"),
        say("why_client_certificate_preflight_avoid"),
      ],
    },
  },
  {
    applies: requiresClientCertificate,
    words: {
      title: (s) => say("why_client_certificate_title", s.host),
      short: () => say("why_client_certificate_short"),
      happened: (s) => say("why_client_certificate_because", s.host),
      fix: () => [say("why_client_certificate_fix")],
    },
  },
  {
    applies: (s) =>
      /CONTENT_DECODING|INVALID_CONTENT_ENCODING/.test(s.error) && contentEncoding(s) !== null,
    words: {
      title: (s) => say("why_decoding_title", s.target),
      happened: (s) => say("why_decoding_because", contentEncoding(s) ?? "", s.target),
      notCors: () => say("why_broke_off"),
      fix: (s) => [say("why_decoding_fix", contentEncoding(s) ?? "")],
    },
  },
  {
    applies: brokeOff,
    words: {
      happened: (s) => say("why_broke_off_because", s.target),
      notCors: () => say("why_broke_off"),
      fix: (s) => {
        const length = received(s, "Content-Length");
        return [
          ...(length === null ? [] : [say("why_broke_off_fix_length", length)]),
          say("why_connection_reset_fix_log"),
        ];
      },
    },
  },
];
