import { type ComponentChildren, toChildArray } from "preact";
import { type MessageName, say } from "../../words/words.ts";

interface PhraseProps {
  message: MessageName;
  /** The elements at `$1`, `$2` … of the message, in that order. */
  children: ComponentChildren;
}

/** A message with elements in it: each language determines their places. */
export function Phrase({ message, children }: PhraseProps) {
  const elements = toChildArray(children);
  const parts = say(message, ...elements.map((_, index) => placeholder(index))).split(PLACEHOLDER);
  return <>{parts.map((part, at) => (at % 2 === 0 ? part : elements[Number(part)]))}</>;
}

/** Private-use characters: no message contains them. */
const placeholder = (index: number) => `\ue000${index}\ue001`;
const PLACEHOLDER = /\ue000(\d)\ue001/;
