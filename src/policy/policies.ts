import type { SerializedOrigin } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { type Need, needsOf } from "./needs.ts";
import {
  DEFAULT_MAX_AGE,
  type LeftOut,
  NOTHING_LEFT_OUT,
  type OpenQuestion,
  type Policy,
  type PolicyPart,
  type ServerPolicy,
  type Unmet,
} from "./policy.ts";

/**
 * The policy of each server in the exchanges, which may be those of one issue, one host or a whole capture.
 * Servers are in the order of their first request. Pure.
 *
 * @param leftOut the parts of an exchange that no server has to allow.
 * @param exposed the response headers of an exchange to expose in addition.
 */
export function policiesFor(
  judged: Iterable<Judged>,
  leftOut: (one: Judged) => LeftOut = () => NOTHING_LEFT_OUT,
  exposed: (one: Judged) => readonly string[] = () => [],
): ServerPolicy[] {
  const byServer = new Map<SerializedOrigin, Need[]>();
  for (const one of judged) {
    for (const need of needsOf(one, leftOut(one), exposed(one))) {
      byServer.set(need.server, [...(byServer.get(need.server) ?? []), need]);
    }
  }
  return [...byServer].map(([server, needs]) => serverPolicy(server, needs));
}

/** The policy of one server; null where no exchange needs anything from that server. */
export function policyFor(
  judged: Iterable<Judged>,
  server: SerializedOrigin,
  leftOut?: (one: Judged) => LeftOut,
  exposed?: (one: Judged) => readonly string[],
): ServerPolicy | null {
  return policiesFor(judged, leftOut, exposed).find((one) => one.server === server) ?? null;
}

function serverPolicy(server: SerializedOrigin, needs: readonly Need[]): ServerPolicy {
  const withCredentials = new Set(
    needs.flatMap(({ origin, credentials, path }) =>
      origin !== "null" && credentials === true ? [path] : [],
    ),
  );
  const met: Need[] = [];
  const unmet: Unmet[] = [];
  for (const need of needs) {
    const { exchange, url } = need;
    const reason = opaqueProblem(need, withCredentials);
    if (reason === null) met.push(need);
    else unmet.push({ reason, exchange, url });
    if (need.preflightRedirected) unmet.push({ reason: "redirected-preflight", exchange, url });
  }
  const isOpen = needs.some(({ credentials }) => credentials === null);
  const open: OpenQuestion[] = isOpen ? ["credentials"] : [];
  return { server, parts: partsOf(met), unmet, open };
}

/** Why no header can allow an opaque origin; null for any other origin, and where `*` can. */
function opaqueProblem(
  { origin, credentials, path }: Need,
  withCredentials: ReadonlySet<string>,
): Unmet["reason"] | null {
  if (origin !== "null") return null;
  if (credentials === true) return "opaque-with-credentials";
  return withCredentials.has(path) ? "opaque-beside-credentials" : null;
}

/** Paths with their policies, merged as long as no origin is allowed more than it used. */
function partsOf(needs: readonly Need[]): PolicyPart[] {
  const byPath = new Map<string, Need[]>();
  for (const need of needs) byPath.set(need.path, [...(byPath.get(need.path) ?? []), need]);
  const parts: { paths: string[]; needs: Need[]; policy: Policy }[] = [];
  for (const [path, own] of byPath) {
    const policy = policyOf(own);
    const part = parts.find((one) => goTogether(one.policy, policy));
    if (part === undefined) parts.push({ paths: [path], needs: own, policy });
    else {
      part.paths.push(path);
      part.needs = [...part.needs, ...own];
      part.policy = policyOf(part.needs);
    }
  }
  parts.sort((a, b) => b.needs.length - a.needs.length);
  if (parts.length === 0) return [{ paths: null, policy: policyOf([]) }];
  return parts.map(({ paths, policy }) => ({
    paths: parts.length === 1 ? null : paths.sort(),
    policy,
  }));
}

/**
 * Whether one policy can cover both without allowing credentials to an origin on paths where it used none:
 * one of them has credentials, and already allows all origins of the other.
 */
function goTogether(one: Policy, other: Policy): boolean {
  if (one.origins === "*" || other.origins === "*") return one.origins === other.origins;
  if (!one.credentials && !other.credentials) return true;
  const covers = (wide: Policy, narrow: Policy) =>
    wide.credentials && [...narrow.origins].every((origin) => wide.origins.includes(origin));
  return covers(one, other) || covers(other, one);
}

function policyOf(needs: readonly Need[]): Policy {
  const credentials = needs.some((need) => need.credentials === true);
  const opaque = needs.some(({ origin }) => origin === "null");
  // `*` allows no more than the server already allows.
  const isPublic = needs.length > 0 && needs.every(({ allowsAny }) => allowsAny);
  const named = unique(needs.map(({ origin }) => origin).filter((origin) => origin !== "null"));
  const origins = !credentials && (opaque || isPublic) ? "*" : named.sort();
  const preflight = needs.some((need) => need.preflight);
  const ages = needs.flatMap(({ maxAge }) => (maxAge === null ? [] : [maxAge]));
  return {
    origins,
    methods: unique(needs.map(({ method }) => method)).sort(byCustom),
    requestHeaders: unique(needs.flatMap(({ requestHeaders }) => requestHeaders)).sort(),
    credentials,
    exposedHeaders: unique(needs.flatMap(({ exposedHeaders }) => exposedHeaders)).sort(),
    maxAge: preflight ? Math.max(0, ...ages) || DEFAULT_MAX_AGE : null,
    varyOrigin: origins !== "*",
    errorStatuses: unique(
      needs.flatMap(({ status }) => (status !== null && status >= 400 ? [status] : [])),
    ).sort((a, b) => a - b),
    preflight,
  };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

const CUSTOM = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Methods in customary order, then others by name. */
function byCustom(a: string, b: string): number {
  const [i, j] = [CUSTOM.indexOf(a), CUSTOM.indexOf(b)];
  if (i !== -1 || j !== -1) return (i === -1 ? CUSTOM.length : i) - (j === -1 ? CUSTOM.length : j);
  return a < b ? -1 : Number(a > b);
}
