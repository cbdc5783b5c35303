import type { Verdict } from "./verdict.ts";

/** Whether a prediction makes sense: only where the response headers decide. */
export function canPredict({ cause, outcome, mode, crossOrigin }: Verdict): boolean {
  if (!crossOrigin || mode.value === "navigate" || mode.value === "websocket") return false;
  if (outcome === "aborted" || outcome === "failed") return false;
  return cause === null || cause.family === "cors" || outcome === "opaque";
}
