import { say } from "../../words/words.ts";
import { OpenReportButton } from "./OpenReportButton.tsx";

interface OpenReportProps {
  onFile: (file: File) => void;
  /** Why the last file is not shown, in a sentence. */
  problem: string | null;
}

/** In place of the panel where there is no tab to look at: a report can be opened. */
export function OpenReport({ onFile, problem }: OpenReportProps) {
  return (
    <main class="empty">
      <h1>{say("open_report_title")}</h1>
      <p>{say("open_report_text")}</p>
      <OpenReportButton primary onFile={onFile} />
      {problem !== null && <p role="alert">{problem}</p>}
      <p class="subtle">{say("panel_no_tab")}</p>
    </main>
  );
}
