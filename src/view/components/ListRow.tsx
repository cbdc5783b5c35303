import type { ComponentChildren } from "preact";
import type { Bucket } from "../../issues/bucket.ts";
import { sayBucket } from "../model/bucket-names.ts";
import { type Became, isOvercome } from "../model/issues.ts";
import { Mark } from "./Mark.tsx";
import { type RowPlace, rowElementId } from "./VirtualList.tsx";

interface ListRowProps {
  place: RowPlace;
  bucket: Bucket;
  /** The state since then. */
  became?: Became | undefined;
  children: ComponentChildren;
}

/** One row of a list (two lines if narrow), with the mark of its outcome. */
export function ListRow({
  place: { index, count, top, selected },
  bucket,
  became,
  children,
}: ListRowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names this row by aria-activedescendant.
    <div
      id={rowElementId(index)}
      role="option"
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={count}
      class="row"
      data-index={index}
      data-odd={index % 2 === 1}
      data-bucket={bucket}
      data-became={became}
      style={{ transform: `translateY(${top}px)` }}
    >
      {isOvercome({ became }) ? (
        <Mark kind="allowed" />
      ) : (
        <Mark kind={bucket} label={sayBucket(bucket)} />
      )}
      {children}
    </div>
  );
}
