import { get } from "../../http/header-list.ts";
import { parseLocation } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, MDN_CORS } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const redirectContainsCredentials: CauseEntry = {
  code: "redirect-contains-credentials",
  reason: () => say("reason_redirect_contains_credentials"),
  title: (s) => say("why_take_out_password_title", s.target),
  short: () => say("why_redirect_contains_credentials_short"),
  because: (s) => {
    const to = plainText(parseLocation(get(s.headers, "Location") ?? "", s.hop.url)?.host);
    return [
      to === ""
        ? say("why_redirect_contains_credentials_because_unknown", s.host)
        : say("why_redirect_contains_credentials_because", s.host, to),
      say("why_redirect_contains_credentials_forbidden"),
      ...(s.browser === "Firefox" ? [say("why_redirect_contains_credentials_firefox")] : []),
    ];
  },
  fix: () => [say("why_take_out_password_fix"), say("why_pass_secret_in_header")],
  learnMore: [fetchStandard("http-redirect-fetch", "HTTP-redirect fetch"), MDN_CORS],
};
