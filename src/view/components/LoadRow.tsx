import { say } from "../../words/words.ts";
import { type LoadLine, placeOf, timeOf } from "../model/load-lines.ts";
import { type RowPlace, rowElementId } from "./VirtualList.tsx";
import { tooltip, VisibleLine } from "./VisibleText.tsx";

/** The separator line before another page's requests; it cannot be selected. */
export function LoadRow({ line, place }: { line: LoadLine; place: RowPlace }) {
  const { index, top } = place;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus, and skips this row.
    <div
      id={rowElementId(index)}
      role="option"
      aria-disabled="true"
      aria-selected="false"
      class="row load-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span class="load-label" title={tooltip(line.load.url)}>
        {say("load_line", timeOf(line.load))} <VisibleLine value={placeOf(line.load)} />
      </span>
    </div>
  );
}
