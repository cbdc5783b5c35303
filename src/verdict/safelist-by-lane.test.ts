import { expect, it } from "vitest";
import { whyUnsafe } from "../http/safelist.ts";
import { LANES } from "./lane-name.ts";
import { LANE_RULES } from "./lanes/all.ts";

// Measured in Chromium 156 and Firefox 153: e2e/chromium/safelist.test.ts and e2e/firefox/safelist.test.ts.
it.each<[name: string, value: string, safeIn: string]>([
  ["DPR", "2", "chromium"],
  ["DPR", "1.5", "chromium"],
  ["DPR", "x", ""],
  ["DPR", "1.", ""],
  ["DPR", ".5", ""],
  ["DPR", "-1", ""],
  ["DPR", "1e3", ""],
  ["DPR", "1".repeat(128), "chromium"],
  ["DPR", "1".repeat(129), ""],
  ["Device-Memory", "0.5", "chromium"],
  ["Device-Memory", "", ""],
  ["Downlink", "1.2.3", ""],
  ["RTT", "100", "chromium"],
  ["RTT", "1.5", ""],
  ["Width", "100", "chromium"],
  ["Viewport-Width", "1,2", ""],
  ["Save-Data", "on", "chromium"],
  ["Save-Data", "ON", "chromium"],
  ["Save-Data", "off", ""],
  ["ECT", "4g", "chromium"],
  ["ECT", "4G", ""],
  ["ECT", "1", ""],
  ["Intervention", 'a"b', "chromium"],
  ["Sec-CH-DPR2", "1", ""],
  ["Accept", "a\u00e9b", "spec chromium"],
  ["Content-Type", "text/plain;a=\u00e9", "spec chromium"],
  ["Content-Type", "text/plain;a=b,c", "spec chromium"],
  ["Content-Type", "text/plain;a=b;", "spec chromium"],
  ["Content-Type", "text/plain;", "spec chromium gecko"],
  ["Content-Type", "text/plain x;a=b", "gecko"],
  ["Content-Type", "text/plain x", ""],
  ["Content-Type", "text/plain\u00a0", ""],
  ["Range", "bytes=0-9223372036854775806", "spec chromium gecko"],
  ["Range", "bytes=0-9223372036854775807", "spec gecko"],
  ["Range", "bytes=18446744073709551615-", "spec gecko"],
  ["Range", "bytes=18446744073709551616-", "spec"],
  ["Range", "Bytes=0-", ""],
])("%s: %s needs no preflight in: %s", (name, value, safeIn) => {
  const safe = LANES.filter((lane) => whyUnsafe(name, value, LANE_RULES[lane].safelist) === null);
  expect(safe.join(" ")).toBe(safeIn);
});
