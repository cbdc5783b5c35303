import { judgedHeaders } from "../../exchange/exchange.ts";
import { get, has } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { isLocalHost, parseUrl } from "../../http/origin.ts";
import type { DiagnosisCode, DiagnosisEvidence, Side } from "../diagnosis.ts";
import { applicationOf, frontThatWrote, signOf } from "../layers/who-responded.ts";
import { headerEvidence } from "../rule.ts";
import { isCrossSite } from "../sites.ts";
import type { Situation } from "../situation.ts";
import { withoutQuery } from "../surroundings.ts";

/** The cause that an error status indicates, and the side that can remove it. */
export interface ErrorKind {
  readonly code: DiagnosisCode;
  readonly side: Side;
}

/**
 * The error that a status indicates between browser and application, whatever the request was. Null for a
 * status that the application itself sends. https://httpwg.org/specs/rfc9110.html#status.codes
 */
export function errorOnTheWay(status: number, s: Situation): ErrorKind | null {
  if (status === 421) {
    const isForeign = isCrossSite(s.exchange, s.hop) && !isLocalHost(s.hop.url);
    return { code: "misdirected-request", side: isForeign ? "third-party" : "proxy" };
  }
  // An application can be a gateway too, and report the failure of its own upstream with the same status.
  if (applicationOf(s.response) !== null) return null;
  // Statuses from 520 on are Cloudflare's: it did not reach the server behind it, or timed out (524).
  // https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
  if (status === 504 || status === 524) return { code: "gateway-timeout", side: "proxy" };
  const isGateway = status === 502 || (status >= 520 && status <= 527) || status === 530;
  return isGateway ? { code: "gateway-error", side: "proxy" } : null;
}

/** "proxy" where a proxy visibly generated the response itself; else "server". */
export function writerOf({ response }: Situation): Side {
  return frontThatWrote(response) === null ? "server" : "proxy";
}

/** Whether a layer in front generated a refusal, so that the server behind it never received the request. */
export function isInFront({ response, headers }: Situation): boolean {
  const front = frontThatWrote(response);
  if (front === null) return false;
  // API Gateway names its own errors, as other services of AWS do.
  const isOfGateway = has(headers, "X-Amzn-ErrorType") && has(headers, "X-Amz-Apigw-Id");
  return front.kind === "cdn" || IN_FRONT.has(front.id) || isOfGateway;
}

/** Programs that mark their own responses. */
const IN_FRONT: ReadonlySet<string> = new Set([
  "aws-load-balancer",
  "azure-gateway",
  "big-ip",
  "kong",
  "squid",
]);

type AtResponse = Pick<Situation, "response" | "headers" | "hop">;

/**
 * Whether Cloud Run or Cloud Functions refused a caller who is not signed in, before the service ran: it sends an
 * HTML page then, and services send their own 403.
 */
export function isGoogleIdentity({ response, headers, hop }: AtResponse): boolean {
  const host = parseUrl(hop.url)?.hostname ?? "";
  return (
    /\.(?:run\.app|cloudfunctions\.net)$/.test(host) &&
    signOf(response)?.id === "google-frontend" &&
    mediaType(headers) === "text/html"
  );
}

/**
 * Whether an AWS service refused a caller without permission: it checks signatures and permissions, and no origin.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function isAwsIdentity({ headers }: Pick<Situation, "headers">): boolean {
  return /^(?:AccessDenied|Unauthorized|(?:Incomplete|Invalid)Signature)/i.test(
    get(headers, "X-Amzn-ErrorType") ?? "",
  );
}

/** Headers that add details to an error status. */
export function besideStatus({ headers }: Situation): DiagnosisEvidence[] {
  return ["WWW-Authenticate", "Allow", "Retry-After", "Server"].flatMap((name) => {
    const value = get(headers, name);
    return value === null ? [] : [headerEvidence(name, value)];
  });
}

/** The id of an earlier similar request that passed; the status is the difference. */
export function passedBefore({ around }: Situation): string[] {
  return around.passedBefore === null ? [] : [around.passedBefore.exchange.id];
}

/** The id of an exchange which shows that the server allows the origin: the one most similar to the request. */
export function passOf({ around, host, origin, hop }: Situation): string[] {
  const alike = around.passedBefore ?? around.passedAlike;
  if (alike !== null) return [alike.exchange.id];
  const passes = host.passedWithoutPreflight(origin);
  const here = passes.findLast(({ url }) => url === withoutQuery(hop.url));
  const passed = here ?? passes.at(-1);
  return passed === undefined ? [] : [passed.exchange];
}

/**
 * Access-Control-Allow-Origin as evidence, if the server allows the origin in other responses and the error
 * lacks the header. Empty where the error has the header, or no other response shows that.
 */
export function allowedElsewhere(s: Situation): DiagnosisEvidence[] {
  const { hop, stage, origin, around, host } = s;
  if (s.allowOrigin !== null) return [];
  const preflight = stage === "preflight" ? null : hop.preflight?.response;
  const said = preflight ? get(judgedHeaders(preflight), ALLOW_ORIGIN) : null;
  const isAllowed =
    said === "*" ||
    said === origin ||
    around.passedBefore !== null ||
    host.passedWithoutPreflight(origin).length > 0;
  return isAllowed ? [headerEvidence(ALLOW_ORIGIN, null, said ?? origin)] : [];
}

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
