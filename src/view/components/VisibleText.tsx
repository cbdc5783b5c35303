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
  /** The number of characters shown at first. */
  shown?: number;
}

/**
 * Untrusted text: rendered only as text nodes, isolated so that its direction cannot reorder the text around
 * it.
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

/** The beginning of a value, for a single line without room for the button that shows the rest. */
export function VisibleLine({ value }: { value: ByteString }) {
  return <Shown value={cutText(value, SHOWN_CHARACTERS).beginning} />;
}

/** The beginning of a value in a cell that never wraps: fewer elements, as lists draw dozens of rows at once. */
export function VisibleCell({ value }: { value: ByteString }) {
  return <Shown value={cutText(value, SHOWN_CHARACTERS).beginning} wraps={false} />;
}

function Shown({ value, wraps = true }: { value: Text; wraps?: boolean }) {
  const wrapped = (text: string) => (wraps ? withoutBreaks(text) : text);
  return (
    <bdi>
      {visibleSegments(value).map(({ text, stands }) =>
        stands === null ? (
          wrapped(text)
        ) : (
          <span class="stand-in" title={stands}>
            {text}
          </span>
        ),
      )}
    </bdi>
  );
}

/** Keeps a slash with the next character: Firefox would break the line after it, into "GET /" and "items". */
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
