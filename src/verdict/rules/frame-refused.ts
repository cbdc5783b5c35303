import {
  type Exchange,
  type Hop,
  judgedHeaders,
  lastHop,
  type Response,
} from "../../exchange/exchange.ts";
import { demandsConsent, embedderPolicyOf } from "../../http/embedder-policy.ts";
import { get, type HeaderLine, type HeaderList, has } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { isPotentiallyTrustworthy } from "../../http/origin.ts";
import { isOkStatus } from "../../http/statuses.ts";
import { causeOfError } from "../browsers/error-names.ts";
import type { CodeOf } from "../codes.ts";
import { aborted, allowed, blocked, blockedFor, blockerOf, causeFrom } from "../decision.ts";
import type { LaneRules } from "../lane-rules.ts";
import { rulesOf } from "../lanes/observed.ts";
import { frameAncestors, mayBeFramed } from "../standard/framing.ts";
import type { Holds } from "../standard/holds.ts";
import { locationUrl } from "../standard/http-redirect-fetch.ts";
import { checkResourcePolicy } from "../standard/resource-policy.ts";
import type { Evidence } from "../verdict.ts";
import type { Rule } from "./rule.ts";

/** One of the checks that a frame's response has to pass. */
interface Check {
  readonly passes: Holds;
  readonly code: CodeOf<"policy">;
  /** Whether the browser may have skipped the check although it fails. */
  readonly isDoubtful: boolean;
  readonly evidence: Evidence;
}

/**
 * A frame's document that arrived and was not shown. Chromium reports it as completed, or as aborted
 * where the body had not arrived yet, so the headers decide. Firefox names the reason in the error.
 * A worker's script is refused by the same policy or for its type, and neither browser names the reason:
 * Chromium aborts or completes it, Firefox completes it (seen in 156 and 153).
 *
 * @before the next rule: frames are refused for other reasons than CORS, and no probe sees their requests.
 */
export const frameRefused: Rule = {
  id: "frame-refused",
  appliesTo: "any",
  decide({ exchange, facts, hop, at }) {
    const { response } = hop;
    const { ending } = exchange;
    const isAborted = ending.kind === "failed" && causeOfError(ending.error) === "aborted";
    if (isAborted || ending.kind === "completed") {
      const evidence = refusalOfWorker(exchange);
      const cause = causeFrom("coep-frame", "response", at, evidence?.header);
      if (evidence !== null) return blocked(cause, {}, [evidence]);
      if (isRefusedForType(hop)) return blocked(causeFrom("mime-type", "response", at));
    }
    if (response === null) return null;
    const isSilent = facts.completesRefusedFrames;
    const inObject = isSilent ? refusalOfObject(exchange, hop, response) : null;
    if (inObject !== null) {
      const cause = causeFrom("frame-not-allowed", "response", at, inObject.header);
      return blocked(cause, { certainty: "likely" }, [inObject]);
    }
    if (exchange.resourceType !== "sub_frame") return null;
    if (!isAborted && (ending.kind !== "completed" || !isSilent)) return null;
    if (isSilent && exchange.documentShown) return null;
    const causeOf = ({ code, evidence }: Check) => causeFrom(code, "response", at, evidence.header);
    const all = suspectsAmong(checksOf(exchange, hop, response, rulesOf(exchange.browser)));
    // Few pages have an embedder policy, so a page whose headers were not recorded probably has none.
    const usual = all.filter(
      ({ passes, code }) =>
        exchange.embedderPolicy !== null || passes === "no" || code === "frame-not-allowed",
    );
    const suspects = usual.length === 0 && isAborted ? all : usual;
    const [first, ...others] = suspects;
    if (first === undefined) return all.length === 0 ? null : allowed({ certainty: "likely" });
    const refused = suspects.filter(({ passes }) => passes === "no");
    if (refused.length === 0) {
      const alternatives = suspects.map(causeOf);
      return isAborted
        ? aborted(causeFrom("aborted", "response", at, ending.error), { alternatives })
        : allowed({ alternatives });
    }
    const isSure = !first.isDoubtful && isSilent && first === all[0];
    return blockedFor(causeOf(first), {
      certainty: others.length > 0 ? "ambiguous" : isSure ? "certain" : "likely",
      alternatives: others.map(causeOf),
      findings: refused.map((check) => blockerOf(causeOf(check), [check.evidence])),
    });
  },
};

/**
 * The header for which a dedicated worker's script is refused: a page's embedder policy applies to its workers.
 * Null for a module that a worker imports, which is requested with CORS.
 * https://html.spec.whatwg.org/multipage/browsers.html#check-a-global-object's-embedder-policy
 */
function refusalOfWorker(exchange: Exchange): Evidence | null {
  const { requestHeaders, response, url } = lastHop(exchange);
  const sent = (name: string) => get(requestHeaders ?? [], name);
  const isScript = sent("Sec-Fetch-Dest") === "worker" && sent("Sec-Fetch-Mode") === "same-origin";
  if (!isScript || response === null || !isOkStatus(response.status)) return null;
  const headers = judgedHeaders(response);
  const passes = hasEmbedderPolicy(headers, exchange.embedderPolicy, isPotentiallyTrustworthy(url));
  return passes === "no"
    ? evidenceOf(headers, "Cross-Origin-Embedder-Policy", "require-corp")
    : null;
}

/** Whether the request is for a service worker's script. */
export const isOfServiceWorker = ({ requestHeaders }: Hop): boolean =>
  get(requestHeaders ?? [], "Sec-Fetch-Dest") === "serviceworker";

/** Whether a service worker's script has another type: https://w3c.github.io/ServiceWorker/#update-algorithm */
function isRefusedForType(hop: Hop): boolean {
  const { response } = hop;
  if (response === null || !isOfServiceWorker(hop) || !isOkStatus(response.status)) return false;
  return !SCRIPT.test(mediaType(judgedHeaders(response)));
}

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type, and the rare types that resemble one. */
const SCRIPT = /(?:java|ecma|live|j)script/;

/**
 * The header for which the document of an `object` or `embed` was not shown; null where it was, or has none. Its
 * ancestors beyond the embedder are not recorded.
 * https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header
 */
function refusalOfObject(exchange: Exchange, hop: Hop, response: Response): Evidence | null {
  const { documentShown, ending, initiatorOrigin, resourceType } = exchange;
  const isDocument = get(hop.requestHeaders ?? [], "Sec-Fetch-Mode") === "navigate";
  if (resourceType !== "object" || !isDocument || documentShown) return null;
  if (ending.kind === "pending" || locationUrl(hop) !== null) return null;
  const framed = { ...exchange, ancestorOrigins: [initiatorOrigin] } as Exchange;
  const { passes, evidence } = framingOf(
    framed,
    judgedHeaders(response),
    rulesOf(exchange.browser),
  );
  return passes === "no" ? evidence : null;
}

/** The first check that refuses, or may refuse, a frame by a lane's rules; null where none does. */
export function refusalOfFrame(
  exchange: Exchange,
  rules: FrameRules,
): (Pick<Check, "code" | "passes"> & { readonly hop: number }) | null {
  if (exchange.embedderPolicy === null) return null;
  for (const [at, hop] of exchange.hops.entries()) {
    if (hop.response === null) continue;
    const checks = checksOf(exchange, hop, hop.response, rules);
    const refused = checks.find(({ passes }) => passes !== "yes");
    if (refused !== undefined) return { code: refused.code, passes: refused.passes, hop: at };
  }
  return null;
}

/**
 * Whether the frame's last response allows its document to be shown among these ancestors.
 *
 * @param headers those of the response, or some of them.
 */
export function mayBeShownIn(
  { hops }: Exchange,
  ancestors: Exchange["ancestorOrigins"],
  headers: HeaderList,
  { sourcePaths, upgradesPortsWithSchemes }: SourceRules,
): Holds {
  const { origin } = hops[hops.length - 1] as Hop;
  const reading = { wasRedirected: hops.length > 1, sourcePaths, upgradesPortsWithSchemes };
  return mayBeFramed(headers, origin, ancestors, reading);
}

/**
 * Whether each browser reads the frame's policies in its own way, for their non-ASCII text. All browsers read
 * the other policies alike, and any of them may refuse.
 */
export function isOtherwiseRead(
  exchange: Exchange,
  headers: HeaderList,
  rules: SourceRules,
): boolean {
  if (!headers.some(hasNonAscii)) return false;
  const others = headers.filter((line) => !hasNonAscii(line));
  if (frameAncestors(others).length === 0) return true;
  return mayBeShownIn(exchange, exchange.ancestorOrigins, others, rules) !== "no";
}

/** Each browser ignores a different part of non-ASCII text (measured in Chromium 156 and Firefox 153). */
const hasNonAscii = ([name, policy]: HeaderLine) =>
  /^Content-Security-Policy$/i.test(name) &&
  /frame-ancestors/i.test(policy) &&
  /[^\0-\x7f]/.test(policy);

/** The checks that may have refused the frame, in order, up to the first that certainly did. */
function suspectsAmong(checks: readonly Check[]): readonly Check[] {
  const sure = checks.findIndex(({ passes, isDoubtful }) => passes === "no" && !isDoubtful);
  const due = sure === -1 ? checks : checks.slice(0, sure + 1);
  return due.filter(({ passes }) => passes !== "yes");
}

/** The rules in which the lanes differ for frames. */
type FrameRules = Pick<
  LaneRules,
  | "hasCredentiallessFrames"
  | "insecureEmbedderPolicyCounts"
  | "ownEmbedderPolicyFirst"
  | "passesUnknownResourcePolicies"
  | "sourcePaths"
  | "upgradesPortsWithSchemes"
>;

/** The rules in which the lanes differ for the sources of `frame-ancestors`. */
type SourceRules = Pick<LaneRules, "sourcePaths" | "upgradesPortsWithSchemes">;

/** The checks of one hop, in the browser's order. */
function checksOf(
  exchange: Exchange,
  hop: Hop,
  response: Response,
  rules: FrameRules,
): readonly Check[] {
  const { embedderPolicy, ancestorOrigins } = exchange;
  const headers = judgedHeaders(response);
  const [embedder = null] = ancestorOrigins;
  // A frame with the attribute "credentialless" is exempt from its page's embedder policy.
  if (rules.hasCredentiallessFrames && exchange.element?.credentialless === true) {
    return locationUrl(hop) === null ? [framingOf(exchange, headers, rules)] : [];
  }
  const isDoubtful = !isSurelyHeld(exchange);
  const resourcePolicy: Check = {
    ...checkResourcePolicy(headers, embedder, hop.origin, embedderPolicy),
    isDoubtful,
    evidence: evidenceOf(headers, "Cross-Origin-Resource-Policy", "cross-origin"),
    ...(rules.passesUnknownResourcePolicies &&
      isUnknownPolicy(headers) && { passes: "yes" as const }),
  };
  // A redirect response is not shown, so its framing is not checked.
  if (locationUrl(hop) !== null) return [resourcePolicy];
  const ownPolicy: Check = {
    passes: hasEmbedderPolicy(
      headers,
      embedderPolicy,
      rules.insecureEmbedderPolicyCounts || isPotentiallyTrustworthy(hop.url),
    ),
    code: "coep-frame",
    isDoubtful,
    evidence: evidenceOf(headers, "Cross-Origin-Embedder-Policy", "require-corp"),
  };
  const framing = framingOf(exchange, headers, rules);
  if (rules.ownEmbedderPolicyFirst) return [ownPolicy, resourcePolicy, framing];
  const isRefused = resourcePolicy.passes === "no";
  return isRefused ? [resourcePolicy, framing] : [resourcePolicy, ownPolicy, framing];
}

/** Whether the resource policy has a value that the standard does not define; an empty one counts as absent. */
export function isUnknownPolicy(headers: HeaderList): boolean {
  const policy = get(headers, "Cross-Origin-Resource-Policy");
  return (
    policy !== null && policy !== "" && !/^(?:same-(?:origin|site)|cross-origin)$/.test(policy)
  );
}

/** The check whether the response may be framed by its ancestors. */
function framingOf(exchange: Exchange, headers: HeaderList, rules: SourceRules): Check {
  const { initiatorOrigin, ancestorOrigins } = exchange;
  const [, ...others] = ancestorOrigins;
  const mayBeIn = (around: Exchange["ancestorOrigins"]) =>
    mayBeShownIn(exchange, around, headers, rules);
  const passes = mayBeIn(ancestorOrigins);
  // The frame's own document with an opaque origin may have made the request, not the parent.
  const surely = initiatorOrigin === "null" ? mayBeIn([null, ...others]) : passes;
  const isCsp = frameAncestors(headers).length > 0;
  return {
    passes,
    code: "frame-not-allowed",
    isDoubtful: surely !== "no",
    evidence: evidenceOf(headers, isCsp ? "Content-Security-Policy" : "X-Frame-Options", null),
  };
}

/**
 * https://html.spec.whatwg.org/multipage/browsers.html#check-a-navigation-response's-adherence-to-its-embedder-policy
 *
 * @param counts whether the response's policy counts: in a secure context, or in any by the lane's rules.
 */
function hasEmbedderPolicy(
  headers: HeaderList,
  around: Exchange["embedderPolicy"],
  counts: boolean,
): Holds {
  if (demandsConsent(embedderPolicyOf(headers, counts))) return "yes";
  if (around === null) return "open";
  return demandsConsent(around) ? "no" : "yes";
}

/**
 * Whether the frame certainly lacks the attribute "credentialless", which exempts it from its page's
 * embedder policy. The probe reports the attribute. Without the probe, the requests show it: those of
 * a credentialless frame carry no cookies, and across sites no storage access (seen in 156).
 * https://wicg.github.io/anonymous-iframe/
 */
export function isSurelyHeld({ element, hops }: Exchange): boolean {
  if (element?.credentialless === false) return true;
  return hops.some(({ requestHeaders }) => {
    if (requestHeaders === null) return false;
    const access = get(requestHeaders, "Sec-Fetch-Storage-Access");
    return has(requestHeaders, "Cookie") || (access !== null && access !== "none");
  });
}

function evidenceOf(headers: HeaderList, header: string, wanted: string | null): Evidence {
  return { header, got: get(headers, header), wanted };
}
