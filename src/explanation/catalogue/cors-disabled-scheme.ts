import { get } from "../../http/header-list.ts";
import { schemeOf } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const corsDisabledScheme: CauseEntry = {
  code: "cors-disabled-scheme",
  reason: () => say("reason_cors_disabled_scheme"),
  title: (s) =>
    s.finding.stage === "redirect"
      ? say("why_redirect_to_http", s.target)
      : say("why_cors_disabled_scheme_title", scheme(s)),
  short: (s) => say("why_cors_disabled_scheme_short", scheme(s)),
  because: (s) => [
    s.finding.stage === "redirect"
      ? say("why_cors_disabled_scheme_because_redirect", s.target, scheme(s))
      : say("why_cors_disabled_scheme_because", s.pageOrigin, s.url),
    say("why_cors_disabled_scheme_http_only"),
  ],
  fix: (s) => [
    scheme(s) === "file:"
      ? say("why_cors_disabled_scheme_fix_file")
      : say("why_cors_disabled_scheme_fix"),
  ],
  learnMore: [fetchStandard("main-fetch", "main fetch"), mdnCorsError("CORSRequestNotHttp")],
};

function scheme(s: Subject): string {
  const url =
    s.finding.stage === "redirect"
      ? (s.hop.redirect?.url ?? get(s.headers, "Location") ?? "")
      : s.hop.url;
  const name = schemeOf(url);
  return name === "" ? say("why_cors_disabled_scheme_unknown") : plainText(`${name}:`, 30);
}
