import { useEffect, useState } from "preact/hooks";

const WORDS = {
  copied: "Copied",
  failed: "Copying was refused",
};

const SAID_MS = 2000;

/** Copies a text and says so. */
export function CopyButton({ label, text }: { label: string; text: () => string }) {
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
        onClick={async () => setSaid((await copy(text())) ? WORDS.copied : WORDS.failed)}
      >
        {label}
      </button>
    </span>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The clipboard API is refused inside the DevTools window; the old way is not. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
