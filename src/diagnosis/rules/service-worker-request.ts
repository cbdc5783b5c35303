import type { Judged } from "../../verdict/judged.ts";
import type { DiagnosisRule } from "../rule.ts";
import { situationOf } from "../situation.ts";
import { NO_SURROUNDINGS } from "../surroundings.ts";
import { sideOf } from "./the-verdict.ts";

/**
 * The service worker requested the URL itself, and that request failed.
 * https://w3c.github.io/ServiceWorker/#handle-fetch
 */
export const serviceWorkerRequest: DiagnosisRule = {
  id: "service-worker-request",
  before: "The service worker's request failed; the page's own request is only the consequence.",
  find: ({ verdict, around }) => {
    const failed = around.inWorkers.find(hasFailed);
    if (verdict.cause?.code !== "service-worker-error" || failed?.verdict.cause == null)
      return null;
    const { cause } = failed.verdict;
    return {
      side: sideOf(cause, situationOf(failed.exchange, failed.verdict, NO_SURROUNDINGS)),
      // The worker may have used another response, and failed at that.
      certainty: "likely",
      parameter: cause.code,
      exchanges: [failed.exchange.id],
      evidence: [],
    };
  },
};

const hasFailed = ({ verdict: { outcome } }: Judged) =>
  outcome === "blocked" || outcome === "failed";
