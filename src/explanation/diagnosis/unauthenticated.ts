import { keySentIn } from "../../diagnosis/key-sent.ts";
import { sendsAuthorization } from "../../diagnosis/lost-authorization.ts";
import { get, getAll } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { headerName } from "../header-name.ts";
import { plainText } from "../plain-text.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { statusOf } from "./error-responder.ts";
import { errorStatus, lostToken } from "./error-status.ts";
import { sessionAdvice } from "./session-advice.ts";

const sendsToken = ({ exchange, hop }: DiagnosisSubject) => sendsAuthorization(exchange, hop);

/** Advice to request the redirect's target directly. */
export const lostTokenFix = (s: DiagnosisSubject) => say("cause_lost_token_fix", s.address);

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

/** A 401: the credentials that the server does not accept, or those that the request lacks. */
export const unauthenticated: DiagnosisEntry = {
  ...errorStatus(
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
};
