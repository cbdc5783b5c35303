import { judgedHeaders, lastHop } from "../../../exchange/exchange.ts";
import { has } from "../../../http/header-list.ts";
import { mediaType } from "../../../http/media-type.ts";
import { isHttpScheme, schemeOf } from "../../../http/origin.ts";
import { isOkStatus } from "../../../http/statuses.ts";
import { causeFrom } from "../../decision.ts";
import { moment } from "../../moment.ts";
import { open, type Way } from "./way.ts";

/**
 * A failed script whose media type is not JavaScript. Gecko refuses it if it is a module; a classic
 * script may have failed for its content.
 */
export const moduleType: Way = ({ exchange, decision: { outcome, cause, certainty } }, rules) => {
  const { elementFailed, resourceType } = exchange;
  const { response } = lastHop(exchange);
  if (!rules.refusesModulesByType) {
    const isOfModule = cause?.code === "mime-type" && certainty !== "certain";
    return isOfModule ? open("call-unseen") : null;
  }
  if (outcome !== "allowed" || resourceType !== "script" || !elementFailed) return null;
  if (response === null || !isOkStatus(response.status)) return null;
  return JAVASCRIPT.test(mediaType(judgedHeaders(response))) ? null : open("call-unseen");
};

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type */
const JAVASCRIPT = /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/;

/** A script with a media type that no script may have. */
export const scriptOfMedia: Way = ({ exchange, decision, mode }, { refusesScriptsOfMedia }) => {
  const { response } = lastHop(exchange);
  if (exchange.resourceType !== "script" || response === null) return null;
  const type = mediaType(judgedHeaders(response));
  if (!MEDIA.test(type) && type !== "text/csv") return null;
  const hop = exchange.hops.length - 1;
  const at = moment(hop, "check");
  if (refusesScriptsOfMedia) {
    if (decision.outcome !== "allowed" && decision.outcome !== "opaque") return null;
    return { outcome: "blocked", cause: causeFrom("mime-type", "response", hop), at };
  }
  const isForced = has(judgedHeaders(response), "X-Content-Type-Options");
  if (mode !== "no-cors" || decision.cause?.code !== "mime-type" || isForced) return null;
  // Opaque response blocking may block it for its type.
  if (type === "text/csv") return open("own-policy");
  return { outcome: "opaque", cause: causeFrom("opaque-no-cors", "response", hop), at };
};

/** A no-cors response that only one of the browsers blocks by opaque response blocking. */
export const opaqueBlocking: Way = ({ exchange, decision, mode }, { orbBlocks }) => {
  const { response, url } = lastHop(exchange);
  if (mode !== "no-cors" || response === null || !isHttpScheme(schemeOf(url))) return null;
  const at = exchange.hops.length - 1;
  const blocks = orbBlocks(exchange, response);
  if (decision.cause?.code === "orb") {
    if (blocks !== "no" || !MEDIA.test(mediaType(judgedHeaders(response)))) return null;
    return {
      outcome: "opaque",
      cause: causeFrom("opaque-no-cors", "response", at),
      at: moment(at, "check"),
    };
  }
  if (decision.outcome !== "opaque" || blocks === "no") return null;
  if (blocks === "open") return open("own-policy");
  return { outcome: "blocked", cause: causeFrom("orb", "response", at), at: moment(at, "check") };
};

/** Types that no browser blocks by the media type alone. */
const MEDIA = /^(?:audio|image|video)\//;
