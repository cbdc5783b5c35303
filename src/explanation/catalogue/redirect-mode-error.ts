import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import { respondedWith, type Subject, withoutQuery } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const redirectModeError: CauseEntry = {
  code: "redirect-mode-error",
  reason: () => say("reason_redirect_mode_error"),
  title: (s) => {
    if (isScript(s)) return say("why_script_redirect_title", s.path);
    const to = plainText(s.alikeLocation ?? withoutQuery(get(s.headers, "Location") ?? ""));
    return to === ""
      ? say("why_redirect_mode_error_title", s.path)
      : say("why_redirect_mode_error_title_call", to);
  },
  short: (s) => say(isScript(s) ? "why_script_redirect_short" : "why_redirect_mode_error_short"),
  because: (s) => [
    respondedWith(s, "why_status_redirect"),
    say(isScript(s) ? "why_script_redirect_because" : "why_redirect_mode_error_because"),
  ],
  fix: (s) => [say(isScript(s) ? "why_script_redirect_fix" : "why_redirect_mode_error_fix")],
  learnMore: [
    fetchStandard("concept-request-redirect-mode", "redirect mode"),
    mdn("API/Request/redirect", "Request.redirect"),
  ],
};

/** https://w3c.github.io/ServiceWorker/#update-algorithm : its redirect mode is "error". */
const isScript = ({ verdict }: Subject) => verdict.destination === "serviceworker";
