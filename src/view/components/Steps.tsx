import { describeStep } from "../../explanation/describe-step.ts";
import { stepsOf } from "../../verdict/steps.ts";
import { say } from "../../words/words.ts";
import type { Row } from "../model/row.ts";
import { Mark, STEP_MARKS } from "./Mark.tsx";
import { OutLink } from "./OutLink.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** The checks of the standard, in the order in which the fetch reached them. */
export function Steps({ row: { exchange, verdict } }: { row: Row }) {
  return (
    <ol class="steps">
      {stepsOf(exchange).map((step, index) => {
        const { kind, label } = STEP_MARKS[step.result];
        return (
          <li key={index} data-result={step.result}>
            <Mark kind={kind} label={say(label)} />
            <span>
              <VisibleText value={describeStep(exchange, verdict, step)} />{" "}
              <OutLink url={step.clause} label={say("step_clause")} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
