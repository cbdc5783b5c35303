import type { ObservedBrowser } from "../../browsers/observed-browser.ts";
import { laneTitle } from "../../explanation/lane-title.ts";
import { sayOpen } from "../../explanation/open-lane.ts";
import { bucketOf } from "../../issues/bucket.ts";
import { LANES, type LaneName } from "../../verdict/lane-name.ts";
import { rulesOf } from "../../verdict/lanes/observed.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { say } from "../../words/words.ts";
import { sayBucket } from "../model/bucket-names.ts";
import { Mark } from "./Mark.tsx";
import { Phrase } from "./Phrase.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** What the standard and each browser would say of this very exchange. */
export function Lanes({ verdict, browser }: { verdict: Verdict; browser: ObservedBrowser }) {
  const here = rulesOf(browser).lane;
  return (
    <ul class="lanes">
      {LANES.map((name) => (
        <li key={name}>
          <h4>
            {laneTitle(name)} {name === here && <span class="subtle">{say("lane_here")}</span>}
          </h4>
          <LaneVerdict verdict={verdict} name={name} />
        </li>
      ))}
    </ul>
  );
}

function LaneVerdict({ verdict, name }: { verdict: Verdict; name: LaneName }) {
  const lane = verdict.lanes[name];
  const bucket = lane.open !== null ? lane.outcome : bucketOf(lane);
  const { cause } = lane;
  return (
    <>
      <p class="lane-outcome">
        <Mark kind={bucket} />
        {sayBucket(bucket)}
      </p>
      {cause !== null && (
        <p class="mono">
          <VisibleText
            value={cause.parameter === null ? cause.code : `${cause.code}: ${cause.parameter}`}
          />
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
