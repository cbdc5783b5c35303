import type { Browser } from "../../observation/observation.ts";
import type { Lane, Verdict } from "../../verdict/verdict.ts";
import { BUCKET_LABELS, bucketOf } from "../model/bucket.ts";
import { Mark } from "./Mark.tsx";
import { VisibleText } from "./VisibleText.tsx";

const WORDS = {
  spec: "The standard",
  chromium: "Chromium",
  gecko: "Firefox",
  here: "(this browser)",
  callsIt: "calls it",
};

const LANES = ["spec", "chromium", "gecko"] as const;

/** What the standard and each browser would say of this very exchange. */
export function Lanes({ verdict, browser }: { verdict: Verdict; browser: Browser }) {
  return (
    <ul class="lanes">
      {LANES.map((name) => (
        <li key={name}>
          <h4>
            {WORDS[name]} {name === browser && <span class="subtle">{WORDS.here}</span>}
          </h4>
          <LaneVerdict verdict={verdict} lane={verdict.lanes[name]} />
        </li>
      ))}
    </ul>
  );
}

function LaneVerdict({ verdict, lane }: { verdict: Verdict; lane: Lane }) {
  const bucket = bucketOf({ ...verdict, outcome: lane.outcome, cause: lane.cause });
  const { cause } = lane;
  return (
    <>
      <p class="lane-outcome">
        <Mark kind={bucket} />
        {BUCKET_LABELS[bucket]}
      </p>
      {cause !== null && (
        <p class="mono">
          <VisibleText
            value={cause.parameter === null ? cause.code : `${cause.code}: ${cause.parameter}`}
          />
        </p>
      )}
      {lane.name !== null && (
        <p class="subtle">
          {WORDS.callsIt} <code>{lane.name}</code>
        </p>
      )}
    </>
  );
}
