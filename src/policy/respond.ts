import type { HeaderLine } from "../http/header-list.ts";
import type { Policy } from "./policy.ts";

/** What of a request a server's CORS configuration looks at. */
export interface AnnouncedRequest {
  /** null where the request has no `Origin`. */
  readonly origin: string | null;
  /** Whether it is a preflight: OPTIONS with `Access-Control-Request-Method`. */
  readonly isPreflight: boolean;
}

/**
 * The header lines with which a server of this policy responds: the model that every snippet must
 * match, whatever it is written in.
 * https://fetch.spec.whatwg.org/#http-responses
 */
export function respond(policy: Policy, { origin, isPreflight }: AnnouncedRequest): HeaderLine[] {
  const lines: HeaderLine[] = [];
  const { origins } = policy;
  const isAllowed = origin !== null && (origins === "*" || origins.includes(origin));
  if (isAllowed || origins === "*") {
    lines.push(["Access-Control-Allow-Origin", origins === "*" ? "*" : (origin as string)]);
    if (policy.credentials) lines.push(["Access-Control-Allow-Credentials", "true"]);
    if (isPreflight) {
      lines.push(["Access-Control-Allow-Methods", policy.methods.join(", ")]);
      if (policy.requestHeaders.length > 0) {
        lines.push(["Access-Control-Allow-Headers", policy.requestHeaders.join(", ")]);
      }
      if (policy.maxAge !== null) lines.push(["Access-Control-Max-Age", String(policy.maxAge)]);
    } else if (policy.exposedHeaders.length > 0) {
      lines.push(["Access-Control-Expose-Headers", policy.exposedHeaders.join(", ")]);
    }
  }
  if (policy.varyOrigin) lines.push(["Vary", "Origin"]);
  return lines;
}
