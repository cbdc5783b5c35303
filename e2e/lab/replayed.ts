import { readCapture } from "../../src/capture/read-capture.ts";
import type { CorsHar } from "../../src/report/har.ts";
import { makeReport } from "../../src/report/make-report.ts";
import { judge } from "../../src/verdict/judge.ts";

/** The report that an exported one gives when its recording is read back and judged anew. */
export function replayed(har: CorsHar): CorsHar {
  const file = readCapture(JSON.stringify(har));
  if ("problem" in file) throw new Error(file.problem);
  const { browser, dropped, redacted, exportedAt } = file.capture;
  const judged = file.exchanges.map((exchange) => ({ exchange, verdict: judge(exchange) }));
  const { text } = makeReport("har", judged, {
    ...{ browser, dropped, host: null, includeSecrets: !redacted },
    creatorVersion: har.log.creator.version,
    at: new Date(exportedAt),
  });
  return JSON.parse(text);
}
