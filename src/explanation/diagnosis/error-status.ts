import { lostAuthorization } from "../../diagnosis/lost-authorization.ts";
import { get } from "../../http/header-list.ts";
import { isReadByScript } from "../../verdict/read-by-script.ts";
import { type MessageName, say } from "../../words/words.ts";
import { allowOriginAdvice } from "../allow-origin-advice.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { layerOf, namedError, statusOf } from "./error-responder.ts";
import { headersOnErrors, isAllowedElsewhere } from "./headers-on-errors.ts";
import { isVendors, unlessVendors } from "./vendor-server.ts";

export const atPreflight = (s: DiagnosisSubject) => s.found.stage === "preflight";

/** The words for an error status: its meaning, and the first thing to do. */
export function errorStatus(
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
      ...(isHidden(s) && !atPreflight(s) ? unlessVendors(s, headersToo(s)) : []),
      ...(isHidden(s) ? headersOnErrors(s) : []),
    ],
    // Where the header is present but wrong, it has to be fixed as well.
    below: (s) => (lacksAllowOrigin(s) ? "reasons" : "all"),
    // Headers on an error help only a script, which can read it then.
    remedyHelps: (s) => isRead(s) && !(s.tainted && lostToken(s)) && !isVendors(s),
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

export const isRead = ({ exchange, verdict }: DiagnosisSubject) =>
  isReadByScript(exchange, verdict.destination);

export function lacksAllowOrigin({ headers, verdict }: DiagnosisSubject): boolean {
  return verdict.outcome === "blocked" && get(headers, "Access-Control-Allow-Origin") === null;
}

/** Whether a redirect removed the Authorization header. */
export const lostToken = ({ exchange, hop }: DiagnosisSubject) => lostAuthorization(exchange, hop);
