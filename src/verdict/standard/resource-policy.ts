import { demandsConsent, type EmbedderPolicy } from "../../http/embedder-policy.ts";
import { get, type HeaderList } from "../../http/header-list.ts";
import { maySameSite, parseUrl, type SerializedOrigin, sameOrigin } from "../../http/origin.ts";
import type { CodeOf } from "../codes.ts";
import type { Holds } from "./holds.ts";

/** Whether a response may be embedded, and the code where it may not. */
export interface ResourcePolicyCheck {
  readonly passes: Holds;
  /** The code where the check fails. */
  readonly code: CodeOf<"policy">;
}

/**
 * The cross-origin resource policy check of a navigation: of a frame's document, or of a redirect to it.
 * Only frames in documents with an embedder policy are checked.
 * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
 *
 * @param embedder the origin of the frame's parent document; null where that is not known.
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
 * Schemelessly same site, except from an insecure embedder to a secure target. For an opaque origin, Chromium
 * 156 uses the site from which it was derived, which no event reports. In the standard it has no site.
 */
function isSameSite(embedder: SerializedOrigin, target: SerializedOrigin): Holds {
  if (embedder === "null") return "open";
  const [from, to] = [parseUrl(embedder), parseUrl(target)];
  if (from === null || to === null || !maySameSite(embedder, target)) return "no";
  if (from.protocol !== "https:" && to.protocol === "https:") return "no";
  // We have no public suffix list, so two hosts may belong to different sites.
  return from.hostname === to.hostname ? "yes" : "open";
}

/**
 * The code of a failed cross-origin resource policy check: the response's own header failed it, or, where
 * that has no valid value, the default from the embedder's COEP. Values match case-sensitively.
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
