import { describe, expect, it } from "vitest";
import { aNavigation } from "../observation/observation.test-builder.ts";
import { SteadyTime } from "./steady-time.ts";

const START = 1_000_000;

/** One event: how long after the previous one, how far the clock was set before it, and its age. */
interface Step {
  readonly after?: number;
  readonly set?: number;
  /** The age of the reported event, by the clock at its time. */
  readonly ago?: number;
}

/** The recorded times of the events, relative to the start. */
function steadyTimes(steps: readonly Step[], stored = Number.NEGATIVE_INFINITY): number[] {
  let monotonic = 0;
  let system = START;
  const time = new SteadyTime(
    () => system,
    () => monotonic,
  );
  time.goOnFrom(START + stored);
  return steps.map(({ after = 0, set = 0, ago = 0 }) => {
    monotonic += after;
    system += after;
    const timeStamp = system - ago;
    system += set;
    return (
      time.steady(aNavigation({ timeStamp: set === 0 ? timeStamp : system - ago })).timeStamp -
      START
    );
  });
}

describe("the recording's time", () => {
  it.each<[name: string, steps: readonly Step[], wanted: readonly number[]]>([
    ["is the system's while that advances", [{ after: 100 }, { after: 4_900 }], [100, 5_000]],
    [
      "is each event's time, in any order of reports",
      [{ after: 9_000 }, { ago: 8_000 }, { ago: 3_000 }, { after: 10 }],
      [9_000, 1_000, 6_000, 9_010],
    ],
    [
      "continues where the clock is put back",
      [{ after: 9 }, { set: -8_000 }, { after: 5 }],
      [9, 9, 14],
    ],
    [
      "continues where the clock is put back a little",
      [{ after: 9 }, { set: -100 }, { after: 5 }],
      [9, 9, 14],
    ],
    [
      "continues where the clock is put back twice",
      [{ after: 9 }, { set: -8_000 }, { after: 5, set: -700 }, { after: 5 }],
      [9, 9, 14, 19],
    ],
    [
      "is the system's where the clock is put forward",
      [{ after: 9, set: 8_000 }, { after: 1 }],
      [8_009, 8_010],
    ],
    [
      "ignores an event without a time",
      [{ after: 9 }, { ago: Number.NaN }, { set: -8_000 }],
      [9, Number.NaN, 9],
    ],
  ])("%s", (_name, steps, wanted) => {
    expect(steadyTimes(steps)).toEqual(wanted);
  });

  it("continues from the time that a previous worker stored", () => {
    expect(steadyTimes([{}, { after: 10 }], 8_000)).toEqual([8_000, 8_010]);
    expect(steadyTimes([{}, { after: 10 }], -8_000)).toEqual([0, 10]);
  });

  it("keeps the noted time of events before the clock was put back", () => {
    expect(steadyTimes([{ after: 9 }, { set: -8_000 }, { ago: -7_990 }])).toEqual([9, 9, -1]);
  });

  it("is the system's where the worker was delayed between reading two clocks", () => {
    let monotonic = 0;
    const time = new SteadyTime(
      () => {
        monotonic += 400;
        return START;
      },
      () => monotonic,
    );
    for (let at = 0; at < 3; at++) {
      expect(time.steady(aNavigation({ timeStamp: START })).timeStamp).toBe(START);
    }
  });
});
