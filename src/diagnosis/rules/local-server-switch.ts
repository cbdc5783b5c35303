import { originOf } from "../../http/origin.ts";
import type { Certainty } from "../../verdict/verdict.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { atPreflight, isOk, lacksAllowOrigin, type Situation } from "../situation.ts";
import { hasCorsHeader } from "../surroundings.ts";
import { type KnownServer, type KnownServerId, knownServerOf } from "../tables/local-servers.ts";

/** A developer's server that refuses other origins until its one setting is changed. */
export const localServerSwitch: DiagnosisRule = {
  id: "local-server-switch",
  before: "The server's setting has to change, whatever status it responds with.",
  allowsOrigin: true,
  find: (s) => {
    if (!lacksAllowOrigin(s) || s.status === null || allowsElsewhere(s)) return null;
    const known = knownServerOf(s.hop.url, s.headers);
    if (known === null || !refuses(s, known.server, known.certainty)) return null;
    return {
      side: "server",
      certainty: known.certainty === "certain" ? "likely" : known.certainty,
      parameter: known.server.id,
      evidence: [
        headerEvidence("server", originOf(s.hop.url)),
        statusEvidence(s.status),
        headerEvidence("Access-Control-Allow-Origin", null, s.origin),
      ],
    };
  },
  hides: [
    "client-error",
    "preflight-refused",
    "preflight-not-routed",
    "preflight-met-authentication",
    "forbidden",
    "host-without-cors",
    "origin-not-listed",
    "allowed-without-preflight-only",
  ],
};

/** Whether the server allows this origin, so that its setting is right. */
function allowsElsewhere({ around, stage, hop }: Situation): boolean {
  const preflight = stage === "preflight" ? null : hop.preflight?.response;
  return around.passedBefore !== null || (preflight != null && hasCorsHeader(preflight));
}

/** Whether the server refuses an origin with this status, rather than reporting an error. */
function refuses(s: Situation, { id, kind }: KnownServer, certainty: Certainty): boolean {
  if (isOk(s) || s.status === 304) return true;
  // Sign-in services have lists of origins, and refuse others with an error without CORS headers.
  if (kind === "list" && (s.status === 400 || s.status === 403)) return true;
  // A program that requires a login may mean the user by 403, not the origin.
  if (s.status === 403) return atPreflight(s) || REFUSE_BY_403.has(id);
  // A server without CORS has no route for OPTIONS. For an unknown program, nothing more is known.
  return atPreflight(s) && certainty !== "ambiguous" && REFUSED_OPTIONS.has(s.status ?? 0);
}

const REFUSED_OPTIONS: ReadonlySet<number> = new Set([400, 401, 404, 405, 501]);

/** Servers that refuse cross-origin requests with 403. */
const REFUSE_BY_403: ReadonlySet<KnownServerId> = new Set([
  "ollama",
  "lm-studio",
  "llama-cpp",
  "jupyter",
  "comfyui",
  "ipfs",
  "localstack",
]);
