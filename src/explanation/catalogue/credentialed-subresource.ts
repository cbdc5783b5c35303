import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const credentialedSubresource: CatalogueEntry = {
  title: (s) => say("why_take_out_password_title", s.target),
  short: () => say("why_credentialed_subresource_short"),
  because: (s) => [
    say("why_credentialed_subresource_because", s.host),
    say("why_credentialed_subresource_chromium"),
  ],
  fix: () => [say("why_take_out_password_fix"), say("why_pass_secret_in_header")],
  learnMore: [
    fetchStandard("main-fetch", "main fetch"),
    mdn("HTTP/Guides/Authentication", "HTTP authentication"),
  ],
};
