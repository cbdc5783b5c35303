import type {
  ElementSettled,
  FromPage,
  PageCallEnd,
  PageCallStart,
  PolicyViolated,
} from "./observation.ts";
import type { ProbeReport } from "./page-call.ts";

/**
 * Puts a report of the page probe into our words.
 *
 * @param from who reports: the browser vouches for it, the page does not say it.
 * @param report what the page's own world told, checked for its form.
 */
export function fromProbe(
  from: Omit<FromPage, "timeStamp">,
  report: ProbeReport,
): PageCallStart | PageCallEnd | PolicyViolated | ElementSettled {
  const { timeStamp } = report;
  switch (report.kind) {
    case "call-started":
      return { kind: report.kind, ...from, timeStamp, callId: report.callId, call: report.call };
    case "call-ended":
      return {
        kind: report.kind,
        ...from,
        timeStamp,
        callId: report.callId,
        result: report.outcome,
      };
    case "policy-violated":
      return { kind: report.kind, ...from, timeStamp, violation: report.violation };
    case "element-failed":
    case "element-loaded":
      return { kind: report.kind, ...from, timeStamp, element: report.element };
  }
}
