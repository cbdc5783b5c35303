import {
  type Exchange,
  type Hop,
  judgedHeaders,
  lastHop,
  type Response,
} from "../../../exchange/exchange.ts";
import { demandsConsent } from "../../../http/embedder-policy.ts";
import { get } from "../../../http/header-list.ts";
import { causeFrom } from "../../decision.ts";
import { moment } from "../../moment.ts";
import {
  isOtherwiseRead,
  isSurelyHeld,
  isUnknownPolicy,
  mayBeShownIn,
  refusalOfFrame,
} from "../../rules/frame-refused.ts";
import { frameAncestors } from "../../standard/framing.ts";
import { locationOf } from "../../standard/http-redirect-fetch.ts";
import { causeOfResourcePolicy, checkResourcePolicy } from "../../standard/resource-policy.ts";
import { open, type Way } from "./way.ts";

/**
 * A frame that its page's embedder policy refuses unless it has the attribute "credentialless". Gecko has
 * no such frames, and only the embedding document shows the attribute.
 */
export const framePolicy: Way = ({ exchange, decision, ownRules }, rules) => {
  if (exchange.resourceType !== "sub_frame" || decision.outcome === "failed") return null;
  const { cause } = decision;
  const isRefused = cause !== null && OF_EMBEDDER.test(cause.code);
  const refusal = refusalOfFrame(exchange, rules);
  const isOfEmbedder = refusal !== null && OF_EMBEDDER.test(refusal.code);
  const isToBlock = isOfEmbedder && refusal.passes === "no";
  const isFreed = exchange.element?.credentialless;
  // In a browser without credentialless frames, every frame sends cookies, so they prove nothing.
  const isHeld = isFreed === false || (ownRules.hasCredentiallessFrames && isSurelyHeld(exchange));
  if (rules.hasCredentiallessFrames && !isHeld && isFreed !== true) {
    return isRefused || (decision.outcome === "allowed" && isToBlock) ? open("own-policy") : null;
  }
  if (refusal === null) {
    if (!isRefused) return null;
    // The lane's browser follows the redirect to a response that was not recorded.
    if (locationOf(lastHop(exchange)) !== null) return open("response-unseen");
    return { outcome: "allowed", cause: null, at: moment(exchange.hops.length - 1, "check") };
  }
  const { code, hop, passes } = refusal;
  // Both browsers decide framing in the same way.
  if (!isOfEmbedder && !isRefused) return null;
  const isSame = cause?.code === code && cause.hop === hop;
  if (passes === "open" && !isSame) {
    // A frame without the attribute passed in the recording browser, so it passes here too.
    return decision.outcome === "allowed" && isHeld ? null : open("own-policy");
  }
  const at = moment(hop, "check");
  if (code === "coep-frame" && isRefusedIfOpaque(exchange, hop)) {
    return { open: "call-unseen", at, isBlocked: true };
  }
  return { outcome: "blocked", cause: causeFrom(code, "response", hop), at };
};

/** Whether the response's resource policy would refuse an embedder that may be sandboxed. */
function isRefusedIfOpaque(
  { hops, initiatorOrigin, embedderPolicy }: Exchange,
  at: number,
): boolean {
  const { response, origin } = hops[at] as Hop;
  if (response === null || (initiatorOrigin !== null && initiatorOrigin !== "null")) return false;
  return (
    checkResourcePolicy(judgedHeaders(response), "null", origin, embedderPolicy).passes === "no"
  );
}

const OF_EMBEDDER = /^(?:coep-frame|corp-)/;

/**
 * The resource policy of a no-cors subresource. Browsers differ on unknown and empty values, and check
 * them before or after a redirect.
 */
export const resourcePolicy: Way = ({ exchange, decision, mode }, rules) => {
  const { call, element, embedderPolicy, hops, initiatorOrigin, resourceType } = exchange;
  if (mode !== "no-cors") return null;
  if (FRAMES.test(resourceType) || (call ?? element)?.served) return null;
  if (resourceType === "font" && rules.fontsAlwaysCors) return null;
  const refusal = hops.findIndex(({ origin, response }) => {
    if (response === null) return false;
    const headers = judgedHeaders(response);
    if (rules.passesUnknownResourcePolicies && isUnknownPolicy(headers)) return false;
    // Without "require-corp", only the response's own header can refuse it.
    const isDefault = OF_EMBEDDER_ALONE === causeOfResourcePolicy(headers);
    if (isDefault && embedderPolicy !== "require-corp") return false;
    return checkResourcePolicy(headers, initiatorOrigin, origin, "require-corp").passes === "no";
  });
  const { cause } = decision;
  if (refusal !== -1) {
    const headers = judgedHeaders(hops[refusal]?.response as Response);
    const refused = causeFrom(causeOfResourcePolicy(headers), "response", refusal);
    return { outcome: "blocked", cause: refused, at: moment(refusal, "check") };
  }
  const hop = hops.length - 1;
  const { response } = lastHop(exchange);
  if (response === null || !isUnknownPolicy(judgedHeaders(response))) return null;
  if (cause?.hop !== hop || !OF_EMBEDDER.test(cause.code)) return null;
  if (locationOf(lastHop(exchange)) !== null) return open("response-unseen");
  const passed = causeFrom("opaque-no-cors", "response", hop);
  return { outcome: "opaque", cause: passed, at: moment(hop, "check") };
};

const FRAMES = /_frame$/;
/** The cause where the response has no resource policy. */
const OF_EMBEDDER_ALONE = "corp-not-same-origin-after-defaulted-to-same-origin-by-coep";

/** A frame that may be sandboxed, and then is cross-origin to its own page. No event shows the sandbox. */
export const sandboxedFrame: Way = ({ exchange, decision, ownRules }, rules) => {
  const { ancestorOrigins, embedderPolicy, hops, resourceType } = exchange;
  if (resourceType !== "sub_frame" || decision.outcome === "failed") return null;
  if (embedderPolicy === null || !demandsConsent(embedderPolicy)) return null;
  const [embedder = null] = ancestorOrigins;
  const passes = ({ origin, response }: Hop) =>
    checkResourcePolicy(judgedHeaders(response as Response), embedder, origin, embedderPolicy)
      .passes;
  if (!rules.sandboxedFramesAreForeign) {
    // The frame that was refused as cross-site may be same-site and sandboxed.
    const { cause } = decision;
    const isOpen = ownRules.sandboxedFramesAreForeign && cause?.code === "corp-not-same-site";
    const refused = isOpen ? hops[cause.hop] : undefined;
    return refused?.response && passes(refused) === "open"
      ? { open: "call-unseen", at: moment(hops.indexOf(refused), "check") - 0.5 }
      : null;
  }
  const refusal = refusalOfFrame(exchange, rules);
  const at = hops.findIndex((hop, index) => {
    if (hop.response === null || (index === refusal?.hop && refusal.passes === "no")) return false;
    const headers = judgedHeaders(hop.response);
    if (get(headers, RESOURCE_POLICY) === "cross-origin" || isUnknownPolicy(headers)) return false;
    return passes(hop) !== "no";
  });
  if (at === -1) return null;
  const isBlocked = refusal?.passes === "no";
  // This precedes all other problems of the same check.
  return { open: "call-unseen", at: moment(at, "check") - 0.5, isBlocked };
};

const RESOURCE_POLICY = "Cross-Origin-Resource-Policy";

/**
 * A frame whose embedder may be sandboxed, as its request names no origin. No `frame-ancestors` source
 * matches an opaque origin. Gecko shows only the embedder's URL (seen in 153).
 */
export const opaqueEmbedder: Way = ({ exchange, decision }, rules) => {
  const { ancestorOrigins, hops, initiatorOrigin, resourceType } = exchange;
  const [embedder = null, ...others] = ancestorOrigins;
  const isNamed = embedder !== null && embedder !== "null";
  if (resourceType !== "sub_frame" || !isNamed || decision.outcome === "failed") return null;
  if (initiatorOrigin !== null && initiatorOrigin !== "null") return null;
  const { response } = lastHop(exchange);
  if (response === null || refusalOfFrame(exchange, rules) !== null) return null;
  const around = [null, ...others];
  if (mayBeShownIn(exchange, around, judgedHeaders(response), rules) === "yes") return null;
  return { open: "call-unseen", at: moment(hops.length - 1, "check") };
};

/**
 * A frame with an opaque ancestor, such as a `data:` document, which only one of the browsers matches with
 * `frame-ancestors` by its URL.
 */
export const opaqueAncestor: Way = ({ exchange, decision, ownRules }, rules) => {
  const { response } = lastHop(exchange);
  if (exchange.resourceType !== "sub_frame" || response === null) return null;
  const headers = judgedHeaders(response);
  if (frameAncestors(headers).length === 0) return null;
  const at = moment(exchange.hops.length - 1, "check");
  if (ownRules.framesByUrl && !rules.framesByUrl && decision.outcome === "allowed") {
    const isRefused = exchange.ancestorOrigins.some((origin) => origin === "null");
    const cause = causeFrom("frame-not-allowed", "response", exchange.hops.length - 1);
    return isRefused ? { outcome: "blocked", cause, at } : null;
  }
  if (!rules.framesByUrl || decision.cause?.code !== "frame-not-allowed") return null;
  // The events do not show the URL of a document with an opaque origin.
  const around = exchange.ancestorOrigins.map((origin) => (origin === "null" ? null : origin));
  return mayBeShownIn(exchange, around, headers, rules) === "open"
    ? { open: "call-unseen", at }
    : null;
};

/** A frame whose `frame-ancestors` sources the browsers match differently, such as those with a path. */
export const frameSources: Way = ({ exchange, decision, ownRules }, rules) => {
  const { ancestorOrigins, hops, resourceType } = exchange;
  const { response } = lastHop(exchange);
  if (resourceType !== "sub_frame" || response === null) return null;
  const hop = hops.length - 1;
  const at = moment(hop, "check");
  const headers = judgedHeaders(response);
  if (isOtherwiseRead(exchange, headers, rules)) return { open: "own-policy", at };
  const own = mayBeShownIn(exchange, ancestorOrigins, headers, ownRules);
  const there = mayBeShownIn(exchange, ancestorOrigins, headers, rules);
  if (own === there) return null;
  if (own === "open" || there === "open") return { open: "own-policy", at };
  if (there === "no") {
    return { outcome: "blocked", cause: causeFrom("frame-not-allowed", "response", hop), at };
  }
  const isRefused = decision.cause?.code === "frame-not-allowed";
  return isRefused ? { outcome: "allowed", cause: null, at } : null;
};
