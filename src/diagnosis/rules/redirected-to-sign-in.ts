import { judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { parseLocation } from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { leadsToSignIn } from "../../verdict/sign-in.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";

/** A request for data that the server redirected to a page for signing in: there was no session. */
export const redirectedToSignIn: DiagnosisRule = {
  id: "redirected-to-sign-in",
  before:
    "Whatever CORS headers the sign-in page lacks, there was no session to send the data for.",
  find: ({ exchange, verdict, stage }) => {
    if (verdict.mode.value !== "cors" || stage === "preflight") return null;
    if (verdict.outcome !== "blocked" && verdict.outcome !== "allowed") return null;
    const first = exchange.hops[0]?.url ?? "";
    for (const [index, hop] of exchange.hops.entries()) {
      const location = hop.redirect?.url ?? locationOf(hop.response);
      const to = location === null ? null : parseLocation(location, hop.url);
      if (to === null || !(asksToSignIn(to) || leadsToSignIn(first, to.href))) continue;
      const next = exchange.hops[index + 1]?.response;
      // What was sent from there in the end is data all the same.
      if (next && next.status < 300 && !isPage(mediaType(judgedHeaders(next)))) continue;
      if (verdict.outcome === "allowed" && !next) continue;
      return {
        side: "server",
        certainty: "likely",
        stage: "redirect",
        hop: index,
        parameter: to.host,
        evidence: [headerEvidence("Location", `${to.origin}${to.pathname}`)],
      };
    }
    return null;
  },
  hides: [
    "redirect-slash",
    "redirect-moved",
    "redirect-to-https",
    "redirect-to-http",
    "redirect-host",
  ],
};

function locationOf(response: Parameters<typeof judgedHeaders>[0] | null): string | null {
  if (response === null || !isRedirectStatus(response.status)) return null;
  return get(judgedHeaders(response), "Location");
}

const isPage = (type: string) => type === "text/html" || type === "application/xhtml+xml";

/** The parameters of OpenID Connect, OAuth and SAML, which no other page takes. */
function asksToSignIn({ searchParams }: URL): boolean {
  const has = (name: string) => searchParams.has(name);
  return has("SAMLRequest") || (has("client_id") && (has("response_type") || has("redirect_uri")));
}
