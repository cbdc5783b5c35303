import type { Judgement, Verdict } from "../verdict/verdict.ts";

/** What of a verdict says whether there is a problem. */
type Outline = Pick<Verdict, "crossOrigin" | "outcome" | "destination"> & {
  readonly mode: Pick<Verdict["mode"], "value">;
};

/** Whether an exchange is for this extension to show: CORS plays a part, or it is a problem. */
export function isRelevant(verdict: Outline): boolean {
  return isOfCors(verdict) || isProblem(verdict);
}

/**
 * Whether an exchange is a problem: no response reached the page where CORS plays a part, or a
 * document that the page embeds was refused. A frame's own origin may refuse it too; a navigation of
 * the tab itself is the reader's, and nothing that the page could repair.
 */
export function isProblem(verdict: Outline): boolean {
  const { outcome, crossOrigin } = verdict;
  if (outcome !== "blocked" && outcome !== "failed") return false;
  if (isOfCors(verdict)) return true;
  return isEmbedded(verdict) && (crossOrigin || outcome === "blocked");
}

/** Whether CORS is what blocked it, as far as is known; no other failure is shown as a CORS block. */
export function isBlockedByCors({ outcome, cause }: Judgement): boolean {
  return outcome === "blocked" && cause.family === "cors";
}

/** Whether CORS plays a part: not for same-origin requests and navigations. */
function isOfCors({ crossOrigin, mode }: Omit<Outline, "outcome">): boolean {
  return crossOrigin && mode.value !== "navigate";
}

/** Whether it is a document within another one, and not that of the tab. */
function isEmbedded({ mode, destination }: Omit<Outline, "outcome">): boolean {
  return mode.value === "navigate" && EMBEDDED.has(destination);
}

/** The destinations of https://fetch.spec.whatwg.org/#navigation-request but "document". */
const EMBEDDED: ReadonlySet<string> = new Set([
  "embed",
  "fencedframe",
  "frame",
  "iframe",
  "object",
]);
