import { say } from "../../words/words.ts";
import { LOCAL_NETWORK_ACCESS, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const insecureLocalNetwork: CauseEntry = {
  code: "insecure-local-network",
  reason: () => say("reason_insecure_local_network"),
  title: (s) => say("why_insecure_local_network_title", s.pageOrigin, s.host),
  short: () => say("why_insecure_local_network_short"),
  because: (s) => [
    say("why_on_local_network", s.host, s.pageOrigin),
    say("why_insecure_local_network_because"),
  ],
  fix: () => [say("why_insecure_local_network_fix"), say("why_no_response_header")],
  learnMore: [LOCAL_NETWORK_ACCESS, mdn("Security/Secure_Contexts", "secure contexts")],
};
