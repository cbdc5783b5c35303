import { render } from "preact";
import { type CaptureFile, readCapture } from "../capture/read-capture.ts";
import { takeDroppedFiles } from "../platform/dropped-files.ts";
import type { Settings } from "../protocol/messages.ts";
import { OpenReport } from "../view/components/OpenReport.tsx";
import { type OpenProblem, sayOpenProblem } from "../view/model/open-problem.ts";
import { showReport } from "./show-report.tsx";

/** Offers to open a report if there is no tab to inspect; later, another report in its place. */
export function offerReport(root: HTMLElement, settings: Settings): void {
  const offer = (problem: string | null) =>
    render(<OpenReport onFile={onFile} problem={problem} />, root);
  let sayInView = offer;
  let newest: File | null = null;
  const onFile = async (file: File) => {
    newest = file;
    sayInView(null);
    const read = await readFile(file);
    // The user has chosen another file in the meantime.
    if (file !== newest) return;
    if ("problem" in read) {
      sayInView(sayOpenProblem(read.problem, file.name));
      return;
    }
    render(null, root);
    sayInView = await showReport(root, settings, file.name, read, onFile);
  };
  takeDroppedFiles(onFile);
  offer(null);
}

async function readFile(file: File): Promise<CaptureFile | { problem: OpenProblem }> {
  let text: string;
  try {
    text = await file.text();
  } catch {
    return { problem: "unreadable" };
  }
  return readCapture(text);
}
