import { say } from "../../words/words.ts";
import { corpEntry } from "./corp-entry.ts";

export const corpNotSameSite = corpEntry({
  code: "corp-not-same-site",
  reason: () => say("reason_corp_not_same_site"),
  title: (s) => say("why_corp_title", s.target),
  short: () => say("why_corp_short"),
  happened: (s) => [say("why_corp_another_site", s.pageOrigin)],
});
