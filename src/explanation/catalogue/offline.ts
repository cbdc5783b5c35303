import { say } from "../../words/words.ts";
import { saySwitch } from "../browser-switches.ts";
import { networkEntry } from "./network-entry.ts";

export const offline = networkEntry({
  code: "offline",
  reason: () => say("reason_offline"),
  title: (s) => say("why_offline_title", s.target),
  short: () => say("why_offline_short"),
  happened: () => say("why_offline_because"),
  fix: (s) => [saySwitch("offline", s.exchange.browser)],
});
