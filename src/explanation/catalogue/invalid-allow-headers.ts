import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { unreadableListEntry } from "./unreadable-list-entry.ts";

export const invalidAllowHeaders = unreadableListEntry({
  code: "invalid-allow-headers",
  reason: () => say("reason_invalid_allow_headers"),
  header: "Access-Control-Allow-Headers",
  requested: (s) =>
    get(s.hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers") ?? "",
  title: (s) => say("why_invalid_allow_headers_title", s.target),
  short: () => say("why_invalid_allow_headers_short"),
  bad: (item) => say("why_invalid_allow_headers_bad", item),
  firefoxName: "CORSInvalidAllowHeader",
});
