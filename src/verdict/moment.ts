import type { Unseen } from "./counterpart/unseen.ts";
import type { Cause } from "./verdict.ts";

/**
 * The moment at which something stops an exchange: a hop and a part of it. Moments compare by `<`.
 */
export type Moment = number;

/** The parts of a hop, in order. */
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

/** The moment of a hop's part; "check" is the CORS check of its response. */
export function moment(hop: number, part: (typeof PARTS)[number]): Moment {
  return hop * PARTS.length + PARTS.indexOf(part);
}

/** The moment after all hops, for an exchange that nothing stops. */
export const NEVER: Moment = Number.POSITIVE_INFINITY;

/** Codes about a redirect's target, which is checked after the redirect response has passed. */
const OF_LOCATION =
  /^(?:cors-disabled-scheme|redirect-contains-credentials|disallowed-by-mode|csp|mixed-content|redirect-mode-error)$/;

/** The moment at which a cause stops its exchange. */
export function momentOf({ hop, stage, code, family }: Cause): Moment {
  const isOfNetwork = family === "network";
  if (stage === "preflight") return moment(hop, isOfNetwork ? "preflight-network" : stage);
  if (isOfNetwork) return moment(hop, "network");
  if (stage === "request") return moment(hop, stage);
  return moment(hop, OF_LOCATION.test(code) ? "redirect" : "check");
}

/** The moment just before the first check of an unrecorded message. */
export function momentOfUnseen({ hop, stage }: Unseen): Moment {
  return moment(hop, stage === "preflight" ? "preflight-network" : "network") + 0.5;
}
