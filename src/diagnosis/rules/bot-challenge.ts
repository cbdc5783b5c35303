import { get } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import type { Side } from "../diagnosis.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import type { Situation } from "../situation.ts";

/** A firewall that checks for a human visitor: a script cannot solve its challenge. */
export const botChallenge: DiagnosisRule = {
  id: "bot-challenge",
  before: "The status is the firewall's and says nothing about the server behind it.",
  find: (s) => {
    if (!s.blockedByCors || s.status === null || s.allowOrigin !== null) return null;
    const sign =
      SIGNS.find(({ header, value }) => value.test(get(s.headers, header) ?? "")) ?? ofTunnel(s);
    if (sign === null) return null;
    return {
      side: SIDES[sign.name] ?? "proxy",
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
    "unauthenticated",
    "redirect-moved",
    "redirect-host",
    "redirected-to-page",
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

/** Tunnels whose warning page the page's own request, or its user, can skip. */
export const NGROK = "ngrok";
export const LOCALTUNNEL = "localtunnel";
export const WARNING_PAGES: ReadonlySet<string> = new Set([NGROK, LOCALTUNNEL]);
/** A web gateway, which filters the traffic of a company's computers. */
export const ZSCALER = "Zscaler";

const SIDES: Readonly<Record<string, Side>> = {
  [NGROK]: "page",
  [LOCALTUNNEL]: "page",
  [ZSCALER]: "network",
};

/** localtunnel's page has no header by which to recognize it, only its status. */
function ofTunnel({ status, hop }: Situation): Pick<Sign, "name" | "header"> | null {
  const isOne = status === 511 && /\.loca\.lt$/.test(parseUrl(hop.url)?.hostname ?? "");
  return isOne ? { name: LOCALTUNNEL, header: "Server" } : null;
}

/** The headers with which firewalls mark a challenge. */
const SIGNS: readonly Sign[] = [
  // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
  { name: "Cloudflare", header: "CF-Mitigated", value: /^challenge$/i },
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
  { name: "AWS WAF", header: "X-Amzn-Waf-Action", value: /^(?:captcha|challenge)$/i },
  // https://ngrok.com/docs/errors/err_ngrok_6024/
  { name: NGROK, header: "Ngrok-Error-Code", value: /^ERR_NGROK_6024$/ },
  // The name of its own pages and redirects; it adds none to the responses that it forwards.
  { name: ZSCALER, header: "Server", value: /^Zscaler\b/i },
  { name: "Vercel", header: "X-Vercel-Mitigated", value: /^(?:challenge|deny)$/i },
];
