import { fileOf, shortLine } from "../../exchange/calling-line.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import {
  ownLine,
  type StackFrame,
  stackFrames,
  tellingFrames,
} from "../../exchange/stack-frames.ts";
import { say } from "../../words/words.ts";
import { Phrase } from "./Phrase.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { tooltip, VisibleText } from "./VisibleText.tsx";

const SHOWN_FRAMES = 3;
const NAME_CHARACTERS = 40;

interface CalledFromProps {
  exchange: Exchange;
  onOpen: PanelActions["openLine"];
}

/** The place of the call in the page's scripts: the page's own first line, otherwise the worker's script. */
export function CalledFrom({ exchange, onOpen }: CalledFromProps) {
  const own = ownLine(exchange);
  const place = own === null ? exchange.workerScript : placeOf(own);
  if (place === undefined) return null;
  return (
    <span class="subtle called-from" title={tooltip(place)}>
      <Phrase message="detail_called_from">
        {own === null ? (
          <span class="mono">
            <VisibleText value={fileOf(place)} />
          </span>
        ) : (
          <Place frame={own} onOpen={onOpen} />
        )}
      </Phrase>
    </span>
  );
}

/** The most informative frames of the call's stack; frames of libraries are dimmed. */
export function CallStack({ exchange, onOpen }: CalledFromProps) {
  const shown = tellingFrames(framesOf(exchange), SHOWN_FRAMES);
  if (shown.length < 2) return null;
  return (
    <section class="part">
      <h3>{say("detail_stack")}</h3>
      <ul class="stack mono">
        {shown.map((frame, at) => (
          <li key={at} data-library={frame.isLibrary}>
            <VisibleText value={frame.name || say("stack_anonymous")} shown={NAME_CHARACTERS} />{" "}
            <Place frame={frame} onOpen={onOpen} />{" "}
            {frame.isLibrary && <span>{say("stack_library")}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const framesOf = ({ stack, initiatorOrigin }: Exchange) =>
  stackFrames(stack, initiatorOrigin ?? "null");

const placeOf = ({ url, line, column }: StackFrame) => `${url}:${line}:${column}`;

/** "cart.js:118", as a link if DevTools can open it. */
function Place({ frame, onOpen }: { frame: StackFrame; onOpen: PanelActions["openLine"] }) {
  const place = (
    <span class="mono">
      <VisibleText value={shortLine(frame)} />
    </span>
  );
  if (onOpen === undefined) return <span title={tooltip(placeOf(frame))}>{place}</span>;
  return (
    <button
      type="button"
      class="link-button"
      title={tooltip(placeOf(frame))}
      onClick={() => onOpen(frame)}
    >
      {place}
    </button>
  );
}
