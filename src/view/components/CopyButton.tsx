import { useEffect, useState } from "preact/hooks";
import { say } from "../../words/words.ts";
import { copyToClipboard } from "./clipboard.ts";

const SAID_MS = 2000;

/** Copies a text and says so. The text may be made by a part that is fetched when first needed. */
export function CopyButton({ label, text }: { label: string; text: () => Promise<string> }) {
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
          const made = await text().catch(() => null);
          const done = made !== null && (await copyToClipboard(made));
          setSaid(done ? say("copy_done") : say("copy_refused"));
        }}
      >
        {label}
      </button>
    </span>
  );
}
