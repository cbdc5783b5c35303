import { type MakeText, useCopy } from "./clipboard.ts";

/** Copies a text and says so. */
export function CopyButton({ label, text }: { label: string; text: MakeText }) {
  const [said, copy] = useCopy();
  return (
    <span class="copy">
      <span role="status">{said}</span>
      <button type="button" class="button" onClick={() => void copy(text)}>
        {label}
      </button>
    </span>
  );
}
