import { describe, expect, it } from "vitest";
import { aNavigation, completedLife, someFacts } from "../observation/observation.test-builder.ts";
import { SteadyTime } from "./steady-time.ts";

const pageAt = (timeStamp: number) => aNavigation({ timeStamp });

describe("time, as the recording has it,", () => {
  it.each([
    ["is the system's, while that goes on", [100, 200, 5_000], [100, 200, 5_000]],
    ["is the system's where an event is reported a little late", [2_000, 1_500], [2_000, 1_500]],
    ["goes on where the clock is put back", [9_000, 1_000, 1_200], [9_000, 9_000, 9_200]],
    [
      "goes on where it is put back twice",
      [9_000, 4_000, 1_000, 1_010],
      [9_000, 9_000, 9_000, 9_010],
    ],
    [
      "takes no notice of an event without one",
      [9_000, Number.NaN, 1_000],
      [9_000, Number.NaN, 9_000],
    ],
  ])("%s", (_name, reported, steady) => {
    const time = new SteadyTime(() => 10_000);
    expect(reported.map((at) => time.steady(pageAt(at)).timeStamp)).toEqual(steady);
  });

  it("goes on from what a worker that died had stored", () => {
    const time = new SteadyTime(() => 10_000);
    time.goOnFrom(9_000);
    expect([1_000, 1_010].map((at) => time.steady(pageAt(at)).timeStamp)).toEqual([9_000, 9_010]);
  });

  it("is as it was noted, where that was before the clock was put back", () => {
    const time = new SteadyTime(() => 1_100);
    for (const at of [9_000, 1_000]) time.steady(pageAt(at));
    const [started] = completedLife({
      facts: someFacts({}),
      ...{ url: "https://api.test/", method: "GET", at: 8_990 },
    });
    expect(started && time.steady(started)).toMatchObject({ timeStamp: 8_990 });
  });
});
