import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Exchange } from "../../exchange/exchange.ts";
import { visibleString } from "../../explanation/visible-text.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { say } from "../../words/words.ts";
import { type Arrow, describeSequence, sequenceOf } from "../model/sequence.ts";
import { layOut, type PlacedArrow } from "../model/sequence-layout.ts";
import { tooltip, VisibleLine } from "./VisibleText.tsx";

interface SequenceDiagramProps {
  exchange: Exchange;
  verdict: Verdict;
  /** Called with the message that the user selected. */
  onShow: (hop: number, stage: Arrow["stage"]) => void;
}

/** The exchange from page to servers and back, and where it stopped. Each arrow opens its message. */
export function SequenceDiagram({ exchange, verdict, onShow }: SequenceDiagramProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const sequence = sequenceOf(exchange, verdict);
  const { kind, height, lifelines, arrows } = layOut(sequence, width);
  return (
    <div class="sequence" data-layout={kind} ref={frame} style={{ height: `${height}px` }}>
      <svg
        role="img"
        aria-label={say("sequence_picture", visibleString(describeSequence(sequence)))}
        width={width}
        height={height}
      >
        {lifelines.map(({ x, top }) => (
          <path key={x} class="lifeline" d={`M${x} ${top}V${height}`} />
        ))}
        {arrows.map((placed) => (
          <ArrowShape key={placed.arrow.key} {...placed} />
        ))}
      </svg>
      {sequence.actors.map(({ label }, index) => {
        const { x, top } = lifelines[index] as (typeof lifelines)[number];
        return (
          <span
            key={index}
            class="sequence-actor"
            aria-hidden="true"
            title={tooltip(label)}
            style={
              kind === "wide"
                ? { left: `${x}px`, top: "0" }
                : { left: `${x - 2}px`, top: `${top - 14}px` }
            }
          >
            <VisibleLine value={label} />
          </span>
        );
      })}
      <ol aria-label={say("sequence_name")}>
        {arrows.map(({ arrow, box }) => (
          <li
            key={arrow.key}
            style={{
              left: `${box.left}px`,
              top: `${box.top}px`,
              width: `${box.width}px`,
              height: `${box.height}px`,
            }}
          >
            <button
              type="button"
              class="sequence-message"
              data-state={arrow.state}
              data-direction={arrow.direction}
              title={say("sequence_show")}
              onClick={() => onShow(arrow.hop, arrow.stage)}
            >
              <span class="sequence-label">
                {arrow.direction === "back" && (
                  <span class="visually-hidden">{say("sequence_response")} </span>
                )}
                <VisibleLine value={arrow.label} />
              </span>
              {arrow.note !== null && (
                <span class="sequence-note" data-turns-null={arrow.turnsNull}>
                  <VisibleLine value={arrow.note} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function ArrowShape({ arrow: { state }, from, to, y }: PlacedArrow) {
  const toward = to > from ? 1 : -1;
  const reach = state === "stopped" ? to - toward * 9 : to - toward;
  return (
    <g class="arrow" data-state={state}>
      <path class="shaft" d={`M${from} ${y}H${reach}`} />
      {state === "stopped" ? (
        <>
          <circle class="stop" cx={to - toward * 5} cy={y} r="6" />
          <path class="stop-cross" d={`M${to - toward * 5 - 2.5} ${y - 2.5}l5 5m0-5l-5 5`} />
        </>
      ) : (
        <path
          class="head"
          d={`M${to - toward * 7} ${y - 3.5}L${to - toward} ${y}l${-toward * 6} 3.5`}
        />
      )}
    </g>
  );
}

function useWidth(target: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = target.current;
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [target]);
  return width;
}
