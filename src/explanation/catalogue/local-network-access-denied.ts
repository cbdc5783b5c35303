import { say } from "../../words/words.ts";
import { LOCAL_NETWORK_ACCESS, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const localNetworkAccessDenied: CauseEntry = {
  code: "local-network-access-denied",
  reason: () => say("reason_local_network_access_denied"),
  title: (s) => say("why_local_network_access_denied_title", s.pageOrigin, s.host),
  short: () => say("why_local_network_access_denied_short"),
  because: (s) => [
    say("why_on_local_network", s.host, s.pageOrigin),
    say("why_local_network_access_denied_because"),
  ],
  fix: () => [
    say("why_local_network_access_denied_fix"),
    say("why_local_network_access_denied_fix_frame"),
    say("why_no_response_header"),
  ],
  learnMore: [LOCAL_NETWORK_ACCESS, mdn("API/Permissions_API", "Permissions API")],
};
