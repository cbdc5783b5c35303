import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const unsafePort = networkEntry({
  code: "unsafe-port",
  reason: () => say("reason_unsafe_port"),
  title: (s) => say("why_unsafe_port_title", s.host),
  short: () => say("why_unsafe_port_short"),
  happened: (s) => say("why_unsafe_port_because", s.host),
  fix: () => [say("why_unsafe_port_fix")],
});
