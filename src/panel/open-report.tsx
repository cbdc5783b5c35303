import { render } from "preact";
import { type CaptureFile, readCapture } from "../capture/read-capture.ts";
import type { Settings } from "../protocol/messages.ts";
import { type OpenProblem, OpenReport } from "../view/components/OpenReport.tsx";
import { showReport } from "./show-report.tsx";

/** Offers to open a report, where there is no tab to look at. */
export function offerReport(root: HTMLElement, settings: Settings): void {
  const open = async (file: File): Promise<OpenProblem | null> => {
    let read: CaptureFile;
    try {
      read = readCapture(await file.text());
    } catch {
      return "unreadable";
    }
    if ("problem" in read) return read.problem;
    render(null, root);
    showReport(root, settings, file.name, read);
    return null;
  };
  render(<OpenReport onOpen={open} />, root);
}
