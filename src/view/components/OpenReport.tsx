import { say } from "../../words/words.ts";
import { OpenReportButton } from "./OpenReportButton.tsx";

interface OpenReportProps {
  onFile: (file: File) => void;
  /** Why the last file could not be opened, in a sentence. */
  problem: string | null;
}

/** Replaces the panel if there is no tab to inspect: the user can open a report. */
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
