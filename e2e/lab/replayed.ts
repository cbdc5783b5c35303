import { type CaptureFile, readCapture } from "../../src/capture/read-capture.ts";
import type { Exchange } from "../../src/exchange/exchange.ts";
import type { CorsHar } from "../../src/report/har.ts";
import { makeReport } from "../../src/report/make-report.ts";
import { judge } from "../../src/verdict/judge.ts";

/** The recording in an exported report. */
function recordingIn(har: CorsHar): Exclude<CaptureFile, { problem: unknown }> {
  const file = readCapture(JSON.stringify(har));
  if ("problem" in file) throw new Error(file.problem);
  return file;
}

/** The exchanges in an exported report. */
export const exchangesIn = (har: CorsHar): readonly Exchange[] => recordingIn(har).exchanges;

/** The report from an exported one whose recording is read back and judged again. */
export function replayed(har: CorsHar): CorsHar {
  const { capture, exchanges } = recordingIn(har);
  const { browser, dropped, redacted, exportedAt } = capture;
  const judged = exchanges.map((exchange) => ({ exchange, verdict: judge(exchange) }));
  const { text } = makeReport("har", judged, {
    ...{ browser, dropped, host: null, includeSecrets: !redacted },
    creatorVersion: har.log.creator.version,
    at: new Date(exportedAt),
  });
  return JSON.parse(text);
}
