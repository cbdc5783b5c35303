import type { Judgement, Verdict } from "../verdict/verdict.ts";

/** The parts of a verdict that decide whether an exchange is a problem. */
type Outline = Pick<Verdict, "crossOrigin" | "outcome" | "destination"> & {
  readonly mode: Pick<Verdict["mode"], "value">;
};

/** Whether the extension shows an exchange: CORS applies, or the exchange is a problem. */
export function isRelevant(verdict: Outline): boolean {
  return isOfCors(verdict) || isProblem(verdict);
}

/**
 * Whether an exchange is a problem: a request to which CORS applies got no readable response, or an embedded
 * document was refused. A frame's own origin may refuse it too. A navigation of the tab itself is the user's
 * action, which the page cannot fix.
 */
export function isProblem(verdict: Outline): boolean {
  const { outcome, crossOrigin } = verdict;
  if (outcome !== "blocked" && outcome !== "failed") return false;
  if (isOfCors(verdict)) return true;
  return isEmbedded(verdict) && (crossOrigin || outcome === "blocked");
}

/** Whether CORS blocked the exchange, as far as is known; no other failure is shown as a CORS block. */
export function isBlockedByCors({ outcome, cause }: Judgement): boolean {
  return outcome === "blocked" && cause.family === "cors";
}

/** Whether CORS applies: not to same-origin requests and navigations. */
function isOfCors({ crossOrigin, mode }: Omit<Outline, "outcome">): boolean {
  return crossOrigin && mode.value !== "navigate";
}

/** Whether the exchange loads an embedded document, not the document of the tab. */
function isEmbedded({ mode, destination }: Omit<Outline, "outcome">): boolean {
  return mode.value === "navigate" && EMBEDDED.has(destination);
}

/** The destinations of https://fetch.spec.whatwg.org/#navigation-request except "document". */
const EMBEDDED: ReadonlySet<string> = new Set([
  "embed",
  "fencedframe",
  "frame",
  "iframe",
  "object",
]);
