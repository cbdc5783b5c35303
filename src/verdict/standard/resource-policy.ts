import { demandsConsent, type EmbedderPolicy } from "../../http/embedder-policy.ts";
import { get, type HeaderList } from "../../http/header-list.ts";
import { maySameSite, parseUrl, type SerializedOrigin, sameOrigin } from "../../http/origin.ts";
import type { CodeOf } from "../codes.ts";
import type { Holds } from "./holds.ts";

/** Whether a response may be embedded, and what stops it where it may not. */
export interface ResourcePolicyCheck {
  readonly passes: Holds;
  /** The code to give it where it does not pass. */
  readonly code: CodeOf<"policy">;
}

/**
 * The cross-origin resource policy check of a navigation: that of a frame's document, or of a
 * redirect to it. Only what documents with an embedder policy embed is checked.
 * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
 *
 * @param embedder the origin of the document around the frame; null where that is not known.
 * @param target the origin of the response's URL.
 * @param policy the embedder policy of that document; null where that is not known.
 */
export function checkResourcePolicy(
  headers: HeaderList,
  embedder: SerializedOrigin | null,
  target: SerializedOrigin,
  policy: EmbedderPolicy | null,
): ResourcePolicyCheck {
  const code = causeOfResourcePolicy(headers);
  if (policy !== null && !demandsConsent(policy)) return { passes: "yes", code };
  const passes = isAllowedFor(headers, embedder, target);
  return { passes: policy === null && passes === "no" ? "open" : passes, code };
}

function isAllowedFor(
  headers: HeaderList,
  embedder: SerializedOrigin | null,
  target: SerializedOrigin,
): Holds {
  const value = get(headers, "Cross-Origin-Resource-Policy");
  if (value === "cross-origin") return "yes";
  if (embedder === null) return "open";
  if (sameOrigin(embedder, target)) return "yes";
  return value === "same-site" ? isSameSite(embedder, target) : "no";
}

/**
 * Schemelessly same site, and not from a plain site to a secure one. Of an opaque origin Chromium 156
 * takes the site that it came from, which no event reports; to the standard it is of none.
 */
function isSameSite(embedder: SerializedOrigin, target: SerializedOrigin): Holds {
  if (embedder === "null") return "open";
  const [from, to] = [parseUrl(embedder), parseUrl(target)];
  if (from === null || to === null || !maySameSite(embedder, target)) return "no";
  if (from.protocol !== "https:" && to.protocol === "https:") return "no";
  // No list here says which domains are anybody's to register.
  return from.hostname === to.hostname ? "yes" : "open";
}

/**
 * What withheld a response that the cross-origin resource policy check refused: its own header, or,
 * where that says nothing, a default that the embedder's COEP sets. A value counts only as it stands.
 * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
 */
export function causeOfResourcePolicy(headers: HeaderList): CodeOf<"policy"> {
  switch (get(headers, "Cross-Origin-Resource-Policy")) {
    case "same-origin":
      return "corp-not-same-origin";
    case "same-site":
      return "corp-not-same-site";
    default:
      return "corp-not-same-origin-after-defaulted-to-same-origin-by-coep";
  }
}
