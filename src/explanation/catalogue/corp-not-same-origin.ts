import { say } from "../../words/words.ts";
import { corpEntry } from "./corp-entry.ts";

export const corpNotSameOrigin = corpEntry({
  code: "corp-not-same-origin",
  reason: () => say("reason_corp_not_same_origin"),
  title: (s) => say("why_corp_title", s.target),
  short: () => say("why_corp_short"),
  happened: (s) => [say("why_corp_another_origin", s.pageOrigin)],
});
