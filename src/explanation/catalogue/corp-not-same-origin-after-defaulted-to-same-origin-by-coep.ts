import { say } from "../../words/words.ts";
import { corpEntry } from "./corp-entry.ts";

export const corpNotSameOriginAfterDefaultedToSameOriginByCoep = corpEntry({
  code: "corp-not-same-origin-after-defaulted-to-same-origin-by-coep",
  reason: () => say("reason_corp_by_coep"),
  title: (s) => say("why_corp_title_by_coep", s.target),
  short: () => say("why_corp_short_by_coep"),
  happened: () => [say("why_corp_by_coep")],
  fix: () => say("why_corp_fix_credentialless"),
});
