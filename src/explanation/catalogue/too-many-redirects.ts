import { say } from "../../words/words.ts";
import { networkEntry } from "./network-entry.ts";

export const tooManyRedirects = networkEntry({
  code: "too-many-redirects",
  reason: () => say("reason_too_many_redirects"),
  title: (s) => say("why_too_many_redirects_title", s.host),
  short: () => say("why_too_many_redirects_short"),
  happened: (s) => say("why_too_many_redirects_because", s.target),
  fix: () => [say("why_too_many_redirects_fix")],
});
