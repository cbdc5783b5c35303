import { get } from "../../http/header-list.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";

/** A firewall that checks for a human visitor: a script cannot solve its challenge. */
export const botChallenge: DiagnosisRule = {
  id: "bot-challenge",
  before: "The status is the firewall's and says nothing about the server behind it.",
  find: (s) => {
    if (!s.blockedByCors || s.status === null || s.allowOrigin !== null) return null;
    const sign = SIGNS.find(({ header, value }) => value.test(get(s.headers, header) ?? ""));
    if (sign === undefined) return null;
    return {
      side: sign.name === NGROK ? "page" : "proxy",
      certainty: "likely",
      parameter: sign.name,
      evidence: [
        statusEvidence(s.status),
        headerEvidence(sign.header, get(s.headers, sign.header)),
      ],
    };
  },
  hides: [
    "forbidden",
    "rate-limited",
    "client-error",
    "gateway-error",
    "server-error",
    "method-not-supported",
    "preflight-refused",
    "preflight-not-routed",
    "preflight-met-authentication",
    "host-without-cors",
    "origin-not-listed",
    "third-party-without-cors",
  ],
};

interface Sign {
  readonly name: string;
  readonly header: string;
  readonly value: RegExp;
}

/** ngrok skips its warning page for requests with one particular header. */
export const NGROK = "ngrok";

/** The headers with which firewalls mark a challenge. */
const SIGNS: readonly Sign[] = [
  // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
  { name: "Cloudflare", header: "CF-Mitigated", value: /^challenge$/i },
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
  { name: "AWS WAF", header: "X-Amzn-Waf-Action", value: /^(?:captcha|challenge)$/i },
  // https://ngrok.com/docs/errors/err_ngrok_6024/
  { name: NGROK, header: "Ngrok-Error-Code", value: /^ERR_NGROK_6024$/ },
  { name: "Vercel", header: "X-Vercel-Mitigated", value: /^(?:challenge|deny)$/i },
];
