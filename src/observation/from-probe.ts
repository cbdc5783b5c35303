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
 * Converts a report of the page probe into observations.
 *
 * @param from the reporting document, as the browser vouches, not the page.
 * @param report the report from the page's own world, already validated.
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
      // The report concerns the recording, not a request.
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
