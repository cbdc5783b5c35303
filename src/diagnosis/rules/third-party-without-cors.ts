import type { Hop } from "../../exchange/exchange.ts";
import { listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { isLocalHost } from "../../http/origin.ts";
import { signsOf } from "../layers/who-responded.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { isCrossSite } from "../sites.ts";
import { atPreflight, lacksAllowOrigin, requestHeaderNames, type Situation } from "../situation.ts";
import { isForServers } from "../tables/vendors.ts";

/**
 * A third-party API that is not made for pages: a known vendor's, or an API that was called with a secret and
 * does not handle preflights. For the latter, nothing shows whether the host is the reader's own, so the text
 * leaves that open.
 */
export const thirdPartyWithoutCors: DiagnosisRule = {
  id: "third-party-without-cors",
  before: "No CORS header that the reader could add opens a third-party API meant for servers.",
  find: (s) => {
    const { exchange, hop, host, status } = s;
    if (!lacksAllowOrigin(s) || status === null) return null;
    if (host.withCors > 0 || !isCrossSite(exchange, hop)) return null;
    if (isLocalHost(hop.url)) return null;
    const names = requestHeaderNames(s);
    const secret = SECRET_HEADERS.find((name) => names.has(name)) ?? null;
    const isVendor = isForServers(hop.url);
    if (!isVendor && !refusesPages(s, secret)) return null;
    const isMadeForMany = isVendor || [...names].some((name) => NAMES_A_VENDOR.test(name));
    return {
      side: "third-party",
      certainty: isMadeForMany ? "likely" : "ambiguous",
      parameter: secret,
      evidence: [
        statusEvidence(status, "200"),
        headerEvidence("Access-Control-Allow-Origin", null, s.origin),
      ],
    };
  },
  hides: [
    "preflight-not-routed",
    "preflight-refused",
    "host-without-cors",
    "origin-not-listed",
    "client-error",
    "not-found",
    "method-not-supported",
  ],
};

/** Whether a preflight with a secret got a response that programs for pages do not send. */
function refusesPages(s: Situation, secret: string | null): boolean {
  if (!atPreflight(s) || isLocalHost(s.verdict.initiatorOrigin) || secret === null) return false;
  // An empty or plain success does not show who runs the server; an API does not send HTML pages.
  const { status } = s;
  const refuses = status === 404 || status === 405 || status === 501 || status === 400;
  return refuses && mediaType(s.headers) !== "text/html" && !mayBeOwn(s.hop) && !routesMethod(s);
}

/** Whether the response itself shows that the path has the method, and lacks OPTIONS only. */
const routesMethod = ({ headers, hop }: Situation) =>
  listMembers(get(headers, "Allow")).includes(hop.method);

/** Whether the reader probably runs the program: a framework's default, or a hosting domain. */
export function mayBeOwn(hop: Hop): boolean {
  const signs = signsOf(hop.preflight?.response ?? null);
  return signs.some(({ kind }) => OWN_KINDS.has(kind)) || HOSTING.test(new URL(hop.url).hostname);
}

const OWN_KINDS: ReadonlySet<string> = new Set(["framework", "application", "platform", "gateway"]);

/** Domains under which hosting platforms give each customer a hostname. */
const HOSTING =
  /\.(?:vercel\.app|netlify\.app|herokuapp\.com|onrender\.com|fly\.dev|railway\.app|run\.app|appspot\.com|cloudfunctions\.net|web\.app|firebaseapp\.com|workers\.dev|pages\.dev|azurewebsites\.net|azurecontainerapps\.io|azure-api\.net|amazonaws\.com|on\.aws|awsapprunner\.com|elasticbeanstalk\.com|supabase\.co|deno\.dev|ngrok\.io|ngrok\.app|ngrok-free\.app|ngrok-free\.dev|trycloudflare\.com|loca\.lt|glitch\.me|replit\.app|repl\.co|pythonanywhere\.com|up\.railway\.app|digitaloceanspaces\.com|ondigitalocean\.app|koyeb\.app|northflank\.app|hf\.space|streamlit\.app)$/;

/** Version headers and keys of vendors. `Api-Version` is too general to count. */
const NAMES_A_VENDOR =
  /^(?:(?:notion|stripe|x-github-api|square|intercom)-version|xi-api-key|x-goog-api-key|ocp-apim-subscription-key|x-rapidapi-key|anthropic-.*|openai-.*)$/;

/** Headers that carry a secret. */
const SECRET_HEADERS: readonly string[] = [
  "authorization",
  "x-api-key",
  "api-key",
  "apikey",
  "x-auth-token",
  "x-access-token",
  "xi-api-key",
  "x-goog-api-key",
  "ocp-apim-subscription-key",
];
