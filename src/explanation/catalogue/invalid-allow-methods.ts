import { say } from "../../words/words.ts";
import { unreadableListEntry } from "./unreadable-list-entry.ts";

export const invalidAllowMethods = unreadableListEntry({
  code: "invalid-allow-methods",
  reason: () => say("reason_invalid_allow_methods"),
  header: "Access-Control-Allow-Methods",
  requested: (s) => s.method,
  title: (s) => say("why_invalid_allow_methods_title", s.target),
  short: () => say("why_invalid_allow_methods_short"),
  bad: (item) => say("why_invalid_allow_methods_bad", item),
  firefoxName: "CORSInvalidAllowMethod",
});
