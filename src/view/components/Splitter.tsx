import { useRef } from "preact/hooks";
import { say } from "../../words/words.ts";

const MIN = 20;
const MAX = 80;
const KEY_STEP = 4;

interface SplitterProps {
  /** Width of the element before the splitter, in percent of the parent. */
  share: number;
  onChange: (share: number) => void;
}

/** A separator that moves by pointer and by arrow keys. */
export function Splitter({ share, onChange }: SplitterProps) {
  const dragging = useRef(false);
  const moveTo = (next: number) =>
    onChange(Math.round(Math.min(MAX, Math.max(MIN, next)) * 10) / 10);

  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> cannot be moved.
    <div
      class="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={say("list_width")}
      aria-valuenow={Math.round(share)}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      tabIndex={0}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        if (!dragging.current) return;
        const box = (event.currentTarget.parentElement as HTMLElement).getBoundingClientRect();
        moveTo(((event.clientX - box.left) / box.width) * 100);
      }}
      onLostPointerCapture={() => {
        dragging.current = false;
      }}
      onKeyDown={(event) => {
        const moves: Readonly<Record<string, number>> = {
          ArrowLeft: share - KEY_STEP,
          ArrowRight: share + KEY_STEP,
          Home: MIN,
          End: MAX,
        };
        const next = moves[event.key];
        if (next === undefined) return;
        moveTo(next);
        event.preventDefault();
      }}
    />
  );
}
