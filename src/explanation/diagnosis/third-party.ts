import { isForServers } from "../../diagnosis/tables/vendors.ts";
import { say } from "../../words/words.ts";
import { headerName } from "../header-name.ts";
import { plainText } from "../plain-text.ts";
import { type DiagnosisEntry, isOpen } from "./diagnosis-entry.ts";

export const thirdPartyWithoutCors: DiagnosisEntry = {
  title: (s) =>
    isOpen(s) ? say("cause_third_title_open", s.host) : say("cause_third_title", s.host),
  short: () => say("cause_third_short"),
  because: (s) => [
    s.found.stage === "preflight"
      ? say("cause_third_because", s.host, String(s.response?.status ?? ""))
      : say("cause_third_because_response", s.host),
    ...(s.found.parameter === null
      ? []
      : [say("cause_third_secret", headerName(plainText(s.found.parameter)))]),
  ],
  fix: (s) => {
    const own = say("cause_third_fix_own");
    if (isOpen(s)) return [own, say("cause_third_fix")];
    return [say("cause_third_fix_route"), ...(isForServers(s.hop.url) ? [] : [own])];
  },
  below: "nothing",
  remedyHelps: false,
};
