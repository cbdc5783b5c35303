import type { Verdict } from "../verdict/verdict.ts";

/** What of a verdict says whether there is a problem. */
type Outline = Pick<Verdict, "crossOrigin" | "outcome"> & {
  readonly mode: Pick<Verdict["mode"], "value">;
};

/** Whether CORS plays a part: not for same-origin requests and navigations. */
export function isRelevant({ crossOrigin, mode }: Omit<Outline, "outcome">): boolean {
  return crossOrigin && mode.value !== "navigate";
}

/** Whether an exchange is a problem: CORS plays a part, and no response reached the page. */
export function isProblem(verdict: Outline): boolean {
  return isRelevant(verdict) && (verdict.outcome === "blocked" || verdict.outcome === "failed");
}

/** Whether CORS is what blocked it, as far as is known; no other failure is shown as a CORS block. */
export function isBlockedByCors({ outcome, cause }: Pick<Verdict, "outcome" | "cause">): boolean {
  return outcome === "blocked" && (cause === null || cause.family === "cors");
}
