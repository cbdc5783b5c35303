import { useRef } from "preact/hooks";
import { say } from "../../words/words.ts";

interface OpenReportButtonProps {
  primary?: boolean;
  onFile: (file: File) => void;
}

/** Lets the user choose a file. */
export function OpenReportButton({ primary = false, onFile }: OpenReportButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={primary ? "button primary" : "button"}
        onClick={() => input.current?.click()}
      >
        {say("open_report")}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".har,application/json"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // The user can choose the same file again, after correcting it.
          currentTarget.value = "";
          if (file !== undefined) onFile(file);
        }}
      />
    </>
  );
}
