import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

/** Whether a redirect led to the URL, rather than the page's own call. */
const isRedirect = ({ finding }: Subject) => finding.stage === "redirect";

export const credentialedSubresource: CauseEntry = {
  code: "credentialed-subresource",
  reason: () => say("reason_credentialed_subresource"),
  title: (s) =>
    isRedirect(s)
      ? say("why_take_out_password_title", s.target)
      : say("why_take_out_password_url_title", s.target),
  short: () => say("why_credentialed_subresource_short"),
  because: (s) => [
    isRedirect(s)
      ? say("why_credentialed_subresource_because", s.host)
      : say("why_credentialed_subresource_url_because", s.path),
    say("why_credentialed_subresource_chromium"),
  ],
  fix: (s) => [
    ...(isRedirect(s) ? [say("why_take_out_password_fix")] : []),
    say("why_pass_secret_in_header"),
  ],
  learnMore: [
    fetchStandard("main-fetch", "main fetch"),
    mdn("HTTP/Guides/Authentication", "HTTP authentication"),
  ],
};
