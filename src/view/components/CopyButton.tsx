import { type MakeText, useCopy } from "./clipboard.ts";

interface CopyButtonProps {
  label: string;
  /** For readers who do not see what it stands beside; holds the label. */
  name?: string;
  text: MakeText;
}

/** Copies a text and says so. */
export function CopyButton({ label, name, text }: CopyButtonProps) {
  const [said, copy] = useCopy();
  return (
    <span class="copy">
      <span role="status">{said}</span>
      <button type="button" class="button" aria-label={name} onClick={() => void copy(text)}>
        {label}
      </button>
    </span>
  );
}
