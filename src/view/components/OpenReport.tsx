import { useEffect, useState } from "preact/hooks";
import type { CaptureProblem } from "../../capture/read-capture.ts";
import { visibleString } from "../../explanation/visible-text.ts";
import { type MessageName, say } from "../../words/words.ts";

/** Why a file is not shown: the reader's "unreadable" is the browser's. */
export type OpenProblem = CaptureProblem | "unreadable";

const PROBLEMS: Readonly<Record<OpenProblem, MessageName>> = {
  "not-json": "open_report_not_json",
  "no-capture": "open_report_no_capture",
  newer: "open_report_newer",
  damaged: "open_report_damaged",
  unreadable: "open_report_unreadable",
};

/** One sentence on a file that cannot be opened. */
export function sayOpenProblem(problem: OpenProblem, fileName: string): string {
  return say(PROBLEMS[problem], visibleString(fileName));
}

interface OpenReportProps {
  /** Shows the file; null when it is shown. */
  onOpen: (file: File) => Promise<OpenProblem | null>;
}

/** In place of the panel where there is no tab to look at: a report can be opened. */
export function OpenReport({ onOpen }: OpenReportProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    setProblem(null);
    const found = await onOpen(file);
    if (found !== null) setProblem(sayOpenProblem(found, file.name));
  };
  useEffect(() => {
    const root = document.documentElement;
    // Else the browser would leave the page for the file.
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      void open(event.dataTransfer?.files[0]);
    };
    root.addEventListener("dragover", over);
    root.addEventListener("drop", drop);
    return () => {
      root.removeEventListener("dragover", over);
      root.removeEventListener("drop", drop);
    };
  });
  return (
    <main class="empty">
      <h1>{say("open_report_title")}</h1>
      <p>{say("open_report_text")}</p>
      <label>
        <span class="subtle">{say("open_report")} </span>
        <input
          type="file"
          accept=".har,application/json"
          onChange={(event) => {
            const input = event.currentTarget;
            const [file] = input.files ?? [];
            void open(file);
            // The same file can be chosen again once it is repaired.
            input.value = "";
          }}
        />
      </label>
      {problem !== null && <p role="alert">{problem}</p>}
      <p class="subtle">{say("panel_no_tab")}</p>
    </main>
  );
}
