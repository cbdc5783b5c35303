import { useEffect, useState } from "preact/hooks";
import { copyAndSay } from "./clipboard.ts";

const SAID_MS = 2000;

interface CopyButtonProps {
  label: string;
  /** Undefined where the part that makes the text could not be loaded; the view says so. */
  text: () => Promise<string | undefined>;
}

/** Copies a text and says so. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <span class="copy">
      <span role="status">{said}</span>
      <button
        type="button"
        class="button"
        onClick={async () => {
          setSaid(await copyAndSay(text));
        }}
      >
        {label}
      </button>
    </span>
  );
}
