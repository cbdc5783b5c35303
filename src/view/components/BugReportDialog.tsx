import { useEffect, useRef } from "preact/hooks";
import { say } from "../../words/words.ts";

interface BugReportDialogProps {
  onSave: () => void;
  /** The dialog closes, with or without saving. */
  onClose: () => void;
}

/** Shows the contents of a bug report before it is saved. */
export function BugReportDialog({ onSave, onClose }: BugReportDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="bug-report"
      aria-labelledby="bug-report-title"
      aria-describedby="bug-report-text"
      onClose={onClose}
      onKeyDown={(event) => {
        // DevTools would open its drawer on Escape, and the panel would close its detail view.
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <h2 id="bug-report-title">{say("bug_report_title")}</h2>
      <p id="bug-report-text">{say("bug_report_text")}</p>
      <p class="bug-report-buttons">
        <button
          type="button"
          class="button primary"
          onClick={() => {
            close();
            onSave();
          }}
        >
          {say("bug_report_save")}
        </button>
        <button type="button" class="button" onClick={close}>
          {say("export_cancel")}
        </button>
      </p>
    </dialog>
  );
}
