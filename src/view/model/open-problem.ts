import type { CaptureProblem } from "../../capture/read-capture.ts";
import { visibleString } from "../../explanation/visible-text.ts";
import { type MessageName, say } from "../../words/words.ts";

/** The reason why a file cannot be opened; "unreadable" if the browser cannot read it. */
export type OpenProblem = CaptureProblem | "unreadable";

const PROBLEMS: Readonly<Record<OpenProblem, MessageName>> = {
  "not-json": "open_report_not_json",
  "no-capture": "open_report_no_capture",
  newer: "open_report_newer",
  damaged: "open_report_damaged",
  unreadable: "open_report_unreadable",
};

/** One sentence about a file that cannot be opened; the file's name is untrusted. */
export function sayOpenProblem(problem: OpenProblem, fileName: string): string {
  return say(PROBLEMS[problem], visibleString(fileName));
}
