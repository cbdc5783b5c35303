import { type MakeText, useCopy } from "./clipboard.ts";

interface CopyButtonProps {
  label: string;
  /** For screen reader users, who do not see its context; includes the label. */
  name?: string;
  text: MakeText;
}

/** Copies a text and confirms it. */
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
