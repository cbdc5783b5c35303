import {
  type Exchange,
  type Hop,
  judgedHeaders,
  lastHop,
  type Response,
} from "../../exchange/exchange.ts";
import { demandsConsent, embedderPolicyOf } from "../../http/embedder-policy.ts";
import { get, type HeaderList, has } from "../../http/header-list.ts";
import { causeOfError } from "../browsers/error-names.ts";
import type { CodeOf } from "../codes.ts";
import { aborted, allowed, blockedFor, blockerOf, causeFrom } from "../decision.ts";
import { frameAncestors, mayBeFramed } from "../standard/framing.ts";
import type { Holds } from "../standard/holds.ts";
import { locationUrl } from "../standard/http-redirect-fetch.ts";
import { checkResourcePolicy } from "../standard/resource-policy.ts";
import type { Evidence } from "../verdict.ts";
import type { Rule } from "./rule.ts";

/** One of the checks that the response for a frame has to pass. */
interface Check {
  readonly passes: Holds;
  readonly code: CodeOf<"policy">;
  /** Whether, where it says "no", the browser may not have held the frame to it. */
  readonly isDoubtful: boolean;
  readonly evidence: Evidence;
}

/**
 * A frame's document that arrived and was not shown. Chromium reports it as completed, or as aborted
 * where the body had not come yet, so the headers decide. Firefox names what it refuses in the error.
 *
 * @before the next rule: the reasons of a frame are others than those of CORS, and no probe sees its request.
 */
export const frameRefused: Rule = {
  id: "frame-refused",
  appliesTo: "any",
  decide({ exchange, facts, hop, at }) {
    const { response } = hop;
    if (exchange.resourceType !== "sub_frame" || response === null) return null;
    const { ending } = exchange;
    const isAborted = ending.kind === "failed" && causeOfError(ending.error) === "aborted";
    const isSilent = facts.completesRefusedFrames;
    if (!isAborted && (ending.kind !== "completed" || !isSilent)) return null;
    if (isSilent && exchange.documentShown) return null;
    const causeOf = ({ code, evidence }: Check) => causeFrom(code, "response", at, evidence.header);
    const all = suspectsAmong(checksOf(exchange, hop, response));
    // Few pages have an embedder policy: one whose headers were not recorded hardly does.
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
 * What of its page's embedder policy a frame's responses do not meet, or may not; else null.
 *
 * @param passesUnknown whether a resource policy whose value says nothing forbids nothing.
 */
export function refusalByEmbedder(
  exchange: Exchange,
  passesUnknown: boolean,
): (Pick<Check, "code" | "passes"> & { readonly hop: number }) | null {
  if (exchange.embedderPolicy === null) return null;
  for (const [at, hop] of exchange.hops.entries()) {
    if (hop.response === null) continue;
    const policy = get(judgedHeaders(hop.response), "Cross-Origin-Resource-Policy");
    const isUnknown = passesUnknown && policy !== null && !/^same-(?:origin|site)$/.test(policy);
    const refused = checksOf(exchange, hop, hop.response).find(
      ({ code, passes }) =>
        code !== "frame-not-allowed" && passes !== "yes" && !(isUnknown && code !== "coep-frame"),
    );
    if (refused !== undefined) return { code: refused.code, passes: refused.passes, hop: at };
  }
  return null;
}

/** Whether a frame may be shown, or not, whatever becomes of the paths and queries in its list. */
export function isFramedEitherWay(exchange: Exchange): boolean {
  const hop = lastHop(exchange);
  if (hop.response === null) return true;
  const headers = judgedHeaders(hop.response);
  if (!frameAncestors(headers).flat().some(hasPath)) return true;
  const bare = headers.map(([name, value]) => [name, value.replace(PATHS, "$1")] as const);
  const [as, without] = [headers, bare].map((list) =>
    mayBeFramed(list, hop.origin, exchange.ancestorOrigins, exchange.hops.length > 1),
  );
  return as === without && as !== "open";
}

const hasPath = (source: string) => /^[^/]+\/\/[^/]+[/?]|\?/.test(source);
const PATHS = /(\/\/[^\s,;/?]+)[/?][^\s,;]*/g;

/** The checks that may have refused it, in order: none comes after one that surely did. */
function suspectsAmong(checks: readonly Check[]): readonly Check[] {
  const sure = checks.findIndex(({ passes, isDoubtful }) => passes === "no" && !isDoubtful);
  const due = sure === -1 ? checks : checks.slice(0, sure + 1);
  return due.filter(({ passes }) => passes !== "yes");
}

/** What is checked, in the order in which Chromium 156 does. */
function checksOf(exchange: Exchange, hop: Hop, response: Response): readonly Check[] {
  const { embedderPolicy, initiatorOrigin, ancestorOrigins } = exchange;
  const headers = judgedHeaders(response);
  const [embedder = null, ...others] = ancestorOrigins;
  const isDoubtful = !isSurelyHeld(exchange);
  const resourcePolicy: Check = {
    ...checkResourcePolicy(headers, embedder, hop.origin, embedderPolicy),
    isDoubtful,
    evidence: evidenceOf(headers, "Cross-Origin-Resource-Policy", "cross-origin"),
  };
  // A redirect is not shown, so nobody checks who may frame it.
  if (locationUrl(hop) !== null) return [resourcePolicy];
  const ownPolicy: Check = {
    passes: hasEmbedderPolicy(headers, embedderPolicy),
    code: "coep-frame",
    isDoubtful,
    evidence: evidenceOf(headers, "Cross-Origin-Embedder-Policy", "require-corp"),
  };
  const mayBeIn = (around: Exchange["ancestorOrigins"]) =>
    mayBeFramed(headers, hop.origin, around, exchange.hops.length > 1);
  const passes = mayBeIn(ancestorOrigins);
  // The frame's own document, and no parent, may have made the request, with an opaque origin.
  const surely = initiatorOrigin === "null" ? mayBeIn([null, ...others]) : passes;
  const isCsp = frameAncestors(headers).length > 0;
  const framing: Check = {
    passes,
    code: "frame-not-allowed",
    isDoubtful: surely !== "no",
    evidence: evidenceOf(headers, isCsp ? "Content-Security-Policy" : "X-Frame-Options", null),
  };
  const isRefused = resourcePolicy.passes === "no";
  return isRefused ? [resourcePolicy, framing] : [resourcePolicy, ownPolicy, framing];
}

/**
 * https://html.spec.whatwg.org/multipage/browsers.html#check-a-navigation-response's-adherence-to-its-embedder-policy
 * Chromium 156 takes that of a document which is no secure context for one all the same.
 */
function hasEmbedderPolicy(headers: HeaderList, around: Exchange["embedderPolicy"]): Holds {
  if (demandsConsent(embedderPolicyOf(headers, true))) return "yes";
  if (around === null) return "open";
  return demandsConsent(around) ? "no" : "yes";
}

/**
 * Whether a frame surely has no attribute "credentialless", with which it is not held to what its
 * page demands: then its requests carry no cookies, and say across sites that they have no access to
 * any (seen in 156).
 * https://wicg.github.io/anonymous-iframe/
 */
export function isSurelyHeld({ hops }: Exchange): boolean {
  return hops.some(({ requestHeaders }) => {
    if (requestHeaders === null) return false;
    const access = get(requestHeaders, "Sec-Fetch-Storage-Access");
    return has(requestHeaders, "Cookie") || (access !== null && access !== "none");
  });
}

function evidenceOf(headers: HeaderList, header: string, wanted: string | null): Evidence {
  return { header, got: get(headers, header), wanted };
}
