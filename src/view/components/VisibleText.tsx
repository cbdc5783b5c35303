import { useState } from "preact/hooks";
import { visibleSegments, visibleString } from "../../explanation/visible-text.ts";
import { decodeUtf8 } from "../../http/isomorphic.ts";
import { sayCount } from "../../words/words.ts";

/** Longer values are cut, with a button that shows the rest. */
const SHOWN_CHARACTERS = 400;

interface VisibleTextProps {
  value: string;
  /** How many characters are shown at first. */
  shown?: number;
}

/**
 * Text that a stranger wrote: only ever text nodes, set apart so that its direction cannot reorder
 * what stands around it.
 */
export function VisibleText({ value, shown = SHOWN_CHARACTERS }: VisibleTextProps) {
  const [showAll, setShowAll] = useState(false);
  if (showAll || value.length <= shown) return <Shown value={value} />;
  return (
    <>
      <Shown value={`${beginning(value, shown)}…`} />{" "}
      <button type="button" class="link-button" onClick={() => setShowAll(true)}>
        {sayCount("text_show_all", value.length)}
      </button>
    </>
  );
}

/** The same for places of one line and no room for a button: cut, without a way to the rest. */
export function VisibleLine({ value }: { value: string }) {
  return <Shown value={beginning(value, SHOWN_CHARACTERS)} />;
}

function Shown({ value: bytes }: { value: string }) {
  // Header values are kept a code unit a byte.
  const value = decodeUtf8(bytes) ?? bytes;
  return (
    <bdi>
      {visibleSegments(value).map(({ text, stands }) =>
        stands === null ? (
          text
        ) : (
          <span class="stand-in" title={stands}>
            {text}
          </span>
        ),
      )}
    </bdi>
  );
}

/** For `title` attributes. */
export function tooltip(value: string): string {
  return visibleString(beginning(value, SHOWN_CHARACTERS));
}

/** The first characters, never half of a surrogate pair. */
function beginning(value: string, length: number): string {
  if (value.length <= length) return value;
  const last = value.charCodeAt(length - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
