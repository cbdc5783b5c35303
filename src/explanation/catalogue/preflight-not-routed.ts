import { listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { NoteEntry } from "./catalogue-entry.ts";

export const preflightNotRouted: NoteEntry = {
  code: "preflight-not-routed",
  covers: "status",
  title: (s) =>
    s.response === null
      ? say("why_preflight_not_routed_title_unknown", s.path)
      : say("why_preflight_not_routed_title", s.path, s.statusCode),
  short: (s) =>
    s.response === null
      ? say("why_preflight_not_routed_short_unknown")
      : say("why_preflight_not_routed_short", s.statusCode),
  because: (s) => {
    const allow = plainText(get(s.headers, "Allow"));
    const status = s.status || say("why_status_error");
    return [
      say("why_preflight_not_routed_because", s.host, s.target, status),
      ...(allow === "" ? [] : [say("why_preflight_not_routed_allow", allow)]),
    ];
  },
  fix: (s) => [
    say("why_preflight_not_routed_fix", s.target),
    ...(listMembers(get(s.headers, "Allow")).includes(s.hop.method)
      ? []
      : [say("why_preflight_not_routed_fix_path", s.method, s.path)]),
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};
