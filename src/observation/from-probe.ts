import type {
  ElementSettled,
  FromPage,
  PageCallEnd,
  PageCallStart,
  PolicyViolated,
  ResourceTimed,
} from "./observation.ts";
import type { ProbeReport } from "./page-call.ts";

type FromProbe = PageCallStart | PageCallEnd | PolicyViolated | ElementSettled | ResourceTimed;

/**
 * Puts a report of the page probe into our words.
 *
 * @param from who reports: the browser vouches for it, the page does not say it.
 * @param report what the page's own world reported, checked for its form.
 */
export function fromProbe(
  from: Omit<FromPage, "timeStamp">,
  report: ProbeReport,
): readonly FromProbe[] {
  const { timeStamp } = report;
  switch (report.kind) {
    case "call-started":
      return [{ kind: report.kind, ...from, timeStamp, callId: report.callId, call: report.call }];
    case "call-ended": {
      const { kind, callId, outcome } = report;
      return [{ kind, ...from, timeStamp, callId, result: outcome }];
    }
    case "policy-violated":
      return [{ kind: report.kind, ...from, timeStamp, violation: report.violation }];
    case "element-failed":
    case "element-loaded":
    case "element-requested":
      return [{ kind: report.kind, ...from, timeStamp, element: report.element }];
    case "calls-unheard":
      // It is about the recording, and not about any request.
      return [];
    case "resources-timed":
      return report.resources.map((resource) => ({
        kind: "resource-timed",
        ...from,
        timeStamp: resource.endedAt,
        resource,
      }));
  }
}
