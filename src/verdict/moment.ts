import type { Unseen } from "./counterpart.ts";
import type { Cause } from "./verdict.ts";

/**
 * When something stops an exchange: its hop, and what of that was under way. Moments compare by `<`.
 */
export type Moment = number;

/** What happens to a hop, in this order. */
const PARTS = [
  "request",
  "preflight-network",
  "preflight",
  "network",
  "before-check",
  "check",
  "after-check",
  "redirect",
] as const;

/** When a part of a hop is due: "check" is the CORS check of its response. */
export function moment(hop: number, part: (typeof PARTS)[number]): Moment {
  return hop * PARTS.length + PARTS.indexOf(part);
}

/** What never stops: after all hops. */
export const NEVER: Moment = Number.POSITIVE_INFINITY;

/** What is checked of where a redirect leads, once its response has passed. */
const OF_LOCATION =
  /^(?:cors-disabled-scheme|redirect-contains-credentials|disallowed-by-mode|csp|mixed-content|redirect-mode-error)$/;

/** When a cause stops its exchange. */
export function momentOf({ hop, stage, code, family }: Cause): Moment {
  const isOfNetwork = family === "network";
  if (stage === "preflight") return moment(hop, isOfNetwork ? "preflight-network" : stage);
  if (isOfNetwork) return moment(hop, "network");
  if (stage === "request") return moment(hop, stage);
  return moment(hop, OF_LOCATION.test(code) ? "redirect" : "check");
}

/** Before what can be said of a message that nobody saw. */
export function momentOfUnseen({ hop, stage }: Unseen): Moment {
  return moment(hop, stage === "preflight" ? "preflight-network" : "network") + 0.5;
}
