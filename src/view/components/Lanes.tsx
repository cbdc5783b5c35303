import { laneTitle } from "../../explanation/lane-title.ts";
import { sayOpen } from "../../explanation/open-lane.ts";
import { bucketOf } from "../../issues/bucket.ts";
import { LANES, type LaneName } from "../../verdict/lane-name.ts";
import { rulesOf } from "../../verdict/lanes/observed.ts";
import { say } from "../../words/words.ts";
import { sayBucket } from "../model/bucket-names.ts";
import { explainAlternative } from "../model/describe-cause.ts";
import { lanesOf, type Row } from "../model/row.ts";
import { Mark } from "./Mark.tsx";
import { Phrase } from "./Phrase.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** The verdicts of the standard and of each browser on this exchange. */
export function Lanes({ row }: { row: Row }) {
  const here = rulesOf(row.exchange.browser).lane;
  return (
    <ul class="lanes">
      {LANES.map((name) => (
        <li key={name}>
          <h4>
            {laneTitle(name)} {name === here && <span class="subtle">{say("lane_here")}</span>}
          </h4>
          <LaneVerdict row={row} name={name} />
        </li>
      ))}
    </ul>
  );
}

function LaneVerdict({ row, name }: { row: Row; name: LaneName }) {
  const lane = lanesOf(row)[name];
  const bucket = lane.open !== null ? lane.outcome : bucketOf(lane);
  const { cause } = lane;
  return (
    <>
      <p class="lane-outcome">
        <Mark kind={bucket} />
        {sayBucket(bucket)}
      </p>
      {cause !== null && (
        <p>
          <VisibleText value={explainAlternative(row, cause).short} />
        </p>
      )}
      {lane.open !== null && <p class="subtle">{sayOpen(name, lane.open)}</p>}
      {lane.name !== null && (
        <p class="subtle">
          <Phrase message="lane_calls_it">
            <code>{lane.name}</code>
          </Phrase>
        </p>
      )}
    </>
  );
}
