import { say } from "../../words/words.ts";
import { LOCAL_NETWORK_ACCESS, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const invalidLocalNetworkAccess: CauseEntry = {
  code: "invalid-local-network-access",
  reason: () => say("reason_invalid_local_network_access"),
  title: (s) => say("why_invalid_local_network_access_title", s.host),
  short: () => say("why_invalid_local_network_access_short"),
  because: (s) => [
    /^[a-z]+$/.test(s.parameter)
      ? say("why_invalid_local_network_access_because_named", s.host, s.parameter)
      : say("why_invalid_local_network_access_because", s.host),
    say("why_invalid_local_network_access_stopped"),
  ],
  fix: () => [
    say("why_invalid_local_network_access_fix"),
    say("why_invalid_local_network_access_fix_public"),
  ],
  learnMore: [LOCAL_NETWORK_ACCESS, mdn("API/Window/fetch", "fetch()")],
};
