import { applicationOf, frontThatWrote } from "../../diagnosis/layers/who-responded.ts";
import { type StatusMeaning, statusMeaning } from "../../diagnosis/variants.ts";
import { get, has } from "../../http/header-list.ts";
import { type MessageName, say, sayNumber } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";
import { cookieAdvice, SETS_HEADERS } from "./session-advice.ts";

/** The meaning of one status, and the next step for it. */
export interface StatusWords {
  readonly short: MessageName;
  readonly because: (s: DiagnosisSubject) => readonly string[];
  readonly fix: (s: DiagnosisSubject) => readonly string[];
}

/** The program that generated the response, if the response shows it. */
export const writerOf = ({ response }: DiagnosisSubject): string | null =>
  (frontThatWrote(response) ?? applicationOf(response))?.name ?? null;

type Says = (s: DiagnosisSubject) => readonly string[];

const ofHost =
  (message: MessageName): Says =>
  (s) => [say(message, s.host)];
const alone =
  (message: MessageName): Says =>
  () => [say(message)];

/** Advice on the header of a CSRF token, if the page could send it and did not. */
function withoutCsrfHeader(s: DiagnosisSubject): string[] {
  const sent = s.hop.requestHeaders ?? [];
  const isSent = has(sent, "X-XSRF-TOKEN") || has(sent, "X-CSRF-TOKEN");
  return isSent || !SETS_HEADERS.has(s.caller) ? [] : [say("cause_419_fix_header")];
}

/** Each program's setting for the maximum size of request line and headers. */
const HEAD_LIMITS: Readonly<Record<string, string>> = {
  nginx: "large_client_header_buffers",
  OpenResty: "large_client_header_buffers",
  Apache: "LimitRequestLine, LimitRequestFieldSize",
  IIS: "requestLimits maxUrl, maxQueryString",
  Express: "node --max-http-header-size",
  Tomcat: "maxHttpRequestHeaderSize",
  Jetty: "HttpConfiguration.requestHeaderSize",
  gunicorn: "--limit-request-line, --limit-request-field_size",
  lighttpd: "server.max-request-field-size",
  Varnish: "http_req_size, http_req_hdr_len",
};

function headLimit(s: DiagnosisSubject): string[] {
  const writer = writerOf(s) ?? "";
  const setting = HEAD_LIMITS[writer];
  return setting === undefined ? [] : [say("cause_413_setting", writer, setting)];
}

export const urlTooLong: StatusWords = {
  short: "cause_414_short",
  because: (s) => [say("cause_414_because", writerOf(s) ?? s.host, sayNumber(s.hop.url.length))],
  fix: (s) => [
    say(SETS_HEADERS.has(s.caller) ? "cause_414_fix" : "cause_414_fix_url"),
    ...headLimit(s),
  ],
};

const headersTooLarge: StatusWords = {
  short: "cause_431_short",
  because: (s) => [say("cause_431_because", writerOf(s) ?? s.host)],
  fix: (s) => [say("cause_431_fix", s.host), ...headLimit(s)],
};

/** Statuses without a diagnosis code of their own. */
const MEANINGS: Readonly<Record<Exclude<StatusMeaning, 410 | 525>, StatusWords>> = {
  402: {
    short: "cause_402_short",
    because: ofHost("cause_402_because"),
    fix: ofHost("cause_402_fix"),
  },
  406: {
    short: "cause_406_short",
    because: ofHost("cause_406_because"),
    fix: ofHost("cause_406_fix"),
  },
  407: {
    short: "cause_407_short",
    because: ofHost("cause_407_because"),
    fix: alone("cause_407_fix"),
  },
  408: {
    short: "cause_408_short",
    because: ofHost("cause_408_because"),
    fix: ofHost("cause_408_fix"),
  },
  409: {
    short: "cause_409_short",
    because: ofHost("cause_409_because"),
    fix: alone("cause_409_fix"),
  },
  411: {
    short: "cause_411_short",
    because: ofHost("cause_411_because"),
    fix: alone("cause_411_fix"),
  },
  412: {
    short: "cause_412_short",
    because: alone("cause_412_because"),
    fix: alone("cause_412_fix"),
  },
  414: urlTooLong,
  416: {
    short: "cause_416_short",
    because: ofHost("cause_416_because"),
    fix: alone("cause_416_fix"),
  },
  419: {
    short: "cause_419_short",
    because: alone("cause_419_because"),
    fix: (s) => [say("cause_419_fix"), ...cookieAdvice(s), ...withoutCsrfHeader(s)],
  },
  422: {
    short: "cause_422_short",
    because: ofHost("cause_422_because"),
    fix: ofHost("cause_422_fix"),
  },
  423: {
    short: "cause_423_short",
    because: ofHost("cause_423_because"),
    fix: alone("cause_423_fix"),
  },
  426: {
    short: "cause_426_short",
    fix: alone("cause_426_fix"),
    because: (s) => {
      const upgrade = get(s.headers, "Upgrade");
      return [
        say("cause_426_because", s.host),
        ...(upgrade === null ? [] : [say("cause_426_upgrade", plainText(upgrade))]),
      ];
    },
  },
  428: {
    short: "cause_428_short",
    because: ofHost("cause_428_because"),
    fix: alone("cause_428_fix"),
  },
  431: headersTooLarge,
  451: {
    short: "cause_451_short",
    because: ofHost("cause_451_because"),
    fix: ofHost("cause_451_fix"),
  },
  507: {
    short: "cause_507_short",
    because: ofHost("cause_507_because"),
    fix: ofHost("cause_507_fix"),
  },
  508: {
    short: "cause_508_short",
    because: ofHost("cause_508_because"),
    fix: ofHost("cause_508_fix"),
  },
  511: {
    short: "cause_511_short",
    because: ofHost("cause_511_because"),
    fix: alone("cause_511_fix"),
  },
  529: {
    short: "cause_529_short",
    because: ofHost("cause_529_because"),
    fix: alone("cause_529_fix"),
  },
};

/** The words for a response's status; null where it has no meaning beyond its code. */
export function wordsOfStatus(s: DiagnosisSubject): StatusWords | null {
  const meaning = statusMeaning(s);
  // These have their words with their codes.
  return meaning === null || meaning === 410 || meaning === 525 ? null : MEANINGS[meaning];
}
