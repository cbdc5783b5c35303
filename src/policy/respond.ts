import type { HeaderLine } from "../http/header-list.ts";
import type { Policy } from "./policy.ts";

/** The parts of a request that a server's CORS configuration uses. */
export interface AnnouncedRequest {
  /** Null where the request has no `Origin`. */
  readonly origin: string | null;
  /** Whether the request is a preflight: OPTIONS with `Access-Control-Request-Method`. */
  readonly isPreflight: boolean;
}

/**
 * The header lines that a server with this policy sends: the model for the snippets of every stack.
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
