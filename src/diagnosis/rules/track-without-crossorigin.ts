import { type DiagnosisRule, headerEvidence } from "../rule.ts";

/**
 * A text track is fetched "same-origin" unless its media element has `crossorigin`.
 * https://html.spec.whatwg.org/multipage/media.html#sourcing-out-of-band-text-tracks
 */
export const trackWithoutCrossorigin: DiagnosisRule = {
  id: "track-without-crossorigin",
  before: "The browser sent no request, so no server can fix it.",
  find: ({ verdict, exchange }) => {
    if (verdict.cause?.code !== "disallowed-by-mode") return null;
    // No other element is fetched in this mode.
    const isTrack = exchange.call === null && exchange.element?.mode === "same-origin";
    if (!isTrack && verdict.destination !== "track") return null;
    return {
      side: "page",
      certainty: "certain",
      evidence: [headerEvidence("crossorigin", null, "anonymous")],
    };
  },
};

/**
 * A worker's script must be of the page's own origin.
 * https://html.spec.whatwg.org/multipage/workers.html#dom-worker
 */
export const workerCrossOrigin: DiagnosisRule = {
  id: "worker-cross-origin",
  before: "The browser sent no request, so no server can fix it.",
  find: ({ verdict, exchange, hop }) => {
    if (verdict.cause?.code !== "disallowed-by-mode") return null;
    const isWorker = exchange.call?.api === "worker" || WORKERS.has(verdict.destination);
    if (!isWorker) return null;
    return {
      side: "page",
      certainty: "certain",
      evidence: [headerEvidence("origin of the script", hop.origin, verdict.initiatorOrigin)],
    };
  },
};

const WORKERS: ReadonlySet<string> = new Set(["worker", "sharedworker"]);
