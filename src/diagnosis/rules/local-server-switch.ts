import { originOf } from "../../http/origin.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { lacksAllowOrigin } from "../situation.ts";
import { knownServerOf } from "../tables/local-servers.ts";

/** A server for developers that refuses other origins until its one setting says otherwise. */
export const localServerSwitch: DiagnosisRule = {
  id: "local-server-switch",
  before: "Whatever status such a server refuses with, its setting is what is to be changed.",
  find: (s) => {
    // A failure of its own is no refusal.
    if (!lacksAllowOrigin(s) || s.status === null || s.status >= 500 || s.status === 401)
      return null;
    const known = knownServerOf(s.hop.url, s.headers);
    if (known === null || known.server.id === "keycloak") return null;
    return {
      side: "server",
      certainty: "likely",
      parameter: known.server.id,
      evidence: [
        headerEvidence("server", originOf(s.hop.url)),
        statusEvidence(s.status),
        headerEvidence("Access-Control-Allow-Origin", null, s.origin),
      ],
    };
  },
  hides: [
    "preflight-refused",
    "preflight-not-routed",
    "forbidden",
    "not-found",
    "host-without-cors",
    "origin-not-listed",
    "allowed-by-preflight-only",
    "allowed-without-preflight-only",
  ],
};
