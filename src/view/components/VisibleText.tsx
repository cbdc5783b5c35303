import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { visibleSegments, visibleString } from "../../explanation/visible-text.ts";
import type { ByteString, Text } from "../../http/byte-string.ts";
import { sayCount } from "../../words/words.ts";
import { cutText } from "../model/cut-text.ts";

/** Longer values are cut, with a button that shows the rest. */
const SHOWN_CHARACTERS = 400;

interface VisibleTextProps {
  /** A text, or bytes as recorded. */
  value: ByteString;
  /** How many characters are shown at first. */
  shown?: number;
}

/**
 * Text that a stranger wrote: only ever text nodes, set apart so that its direction cannot reorder
 * what stands around it.
 */
export function VisibleText({ value, shown = SHOWN_CHARACTERS }: VisibleTextProps) {
  const [showAll, setShowAll] = useState(false);
  const { whole, beginning, isCut } = cutText(value, shown);
  if (showAll || !isCut) return <Shown value={whole} />;
  return (
    <>
      <Shown value={`${beginning}…`} />{" "}
      <button type="button" class="link-button" onClick={() => setShowAll(true)}>
        {sayCount("text_show_all", whole.length)}
      </button>
    </>
  );
}

/** The same for places of one line and no room for a button: cut, without a way to the rest. */
export function VisibleLine({ value }: { value: ByteString }) {
  return <Shown value={cutText(value, SHOWN_CHARACTERS).beginning} />;
}

function Shown({ value }: { value: Text }) {
  return (
    <bdi>
      {visibleSegments(value).map(({ text, stands }) =>
        stands === null ? (
          withoutBreaks(text)
        ) : (
          <span class="stand-in" title={stands}>
            {text}
          </span>
        ),
      )}
    </bdi>
  );
}

/** A slash stays with what follows: Firefox breaks a line after it, so that one reads "GET /" and "items". */
function withoutBreaks(text: string): ComponentChildren {
  if (!text.includes("/")) return text;
  return text.split(/(\/+[^\s/])/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} class="unbroken">
        {part}
      </span>
    ),
  );
}

/** For `title` attributes. */
export function tooltip(value: ByteString): Text {
  return visibleString(cutText(value, SHOWN_CHARACTERS).beginning);
}
