import { judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { isLocalHost } from "../../http/origin.ts";
import type { DiagnosisCode, DiagnosisEvidence, Side } from "../diagnosis.ts";
import { applicationOf, frontThatWrote } from "../layers/who-responded.ts";
import { headerEvidence } from "../rule.ts";
import { isCrossSite } from "../sites.ts";
import type { Situation } from "../situation.ts";

/** What an error status means, and who can remove it. */
export interface ErrorKind {
  readonly code: DiagnosisCode;
  readonly side: Side;
}

/**
 * What an error status between the browser and the application means, whatever the request was; null
 * for a status of the application's own.
 * https://httpwg.org/specs/rfc9110.html#status.codes
 */
export function errorOnTheWay(status: number, s: Situation): ErrorKind | null {
  if (status === 421) {
    const isForeign = isCrossSite(s.exchange, s.hop) && !isLocalHost(s.hop.url);
    return { code: "misdirected-request", side: isForeign ? "third-party" : "proxy" };
  }
  // An application is a gateway too, and names the failure of its own upstream so.
  if (applicationOf(s.response) !== null) return null;
  // From 520 on Cloudflare's own: it did not reach the server behind it, or waited in vain (524).
  // https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
  if (status === 504 || status === 524) return { code: "gateway-timeout", side: "proxy" };
  const isGateway = status === 502 || (status >= 520 && status <= 527) || status === 530;
  return isGateway ? { code: "gateway-error", side: "proxy" } : null;
}

/** A proxy where it wrote the response itself, as far as that shows; else the server. */
export function writerOf({ response }: Situation): Side {
  return frontThatWrote(response) === null ? "server" : "proxy";
}

/** Headers that say more of an error status. */
export function besideStatus({ headers }: Situation): DiagnosisEvidence[] {
  return ["WWW-Authenticate", "Allow", "Retry-After", "Server"].flatMap((name) => {
    const value = get(headers, name);
    return value === null ? [] : [headerEvidence(name, value)];
  });
}

/** The id of an earlier request of its kind that passed: its status is what differs. */
export function passedBefore({ around }: Situation): string[] {
  return around.passedBefore === null ? [] : [around.passedBefore.exchange.id];
}

/**
 * That the error's server allows the origin in other responses: the header which the error lacks.
 * Nothing where the error has it, or where no other response shows that.
 */
export function allowedElsewhere(s: Situation): DiagnosisEvidence[] {
  const { hop, stage, origin, verdict, around, host } = s;
  if (s.allowOrigin !== null) return [];
  const preflight = stage === "preflight" ? null : hop.preflight?.response;
  const said = preflight ? get(judgedHeaders(preflight), ALLOW_ORIGIN) : null;
  const isAllowed =
    said === "*" ||
    said === origin ||
    around.passedBefore !== null ||
    host.passedWithoutPreflight(verdict.initiatorOrigin).length > 0;
  return isAllowed ? [headerEvidence(ALLOW_ORIGIN, null, said ?? origin)] : [];
}

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
