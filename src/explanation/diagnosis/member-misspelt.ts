import { listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { lineToSend } from "../subject.ts";
import { type DiagnosisEntry, type DiagnosisSubject, isOpen } from "./diagnosis-entry.ts";
import { SETS_HEADERS } from "./session-advice.ts";

/** The list, its member and the name that the request needs, as found by the rule. */
const headerOf = ({ found }: DiagnosisSubject) => found.evidence[0]?.what ?? "";
const memberOf = ({ found }: DiagnosisSubject) => plainText(found.parameter?.split("; ")[0], 60);
const wantedOf = ({ found }: DiagnosisSubject) => plainText(found.parameter?.split("; ")[1], 60);

/** The list with the name corrected, and with the other names that the request needs. */
function corrected(s: DiagnosisSubject): string {
  const header = headerOf(s);
  const line = lineToSend(s, header, get(s.headers, header) ?? "");
  const value = listMembers(line.slice(header.length + 1));
  const names = value.filter((name) => plainText(name, 60) !== memberOf(s));
  return `${header}: ${names.join(", ")}`;
}

const request = ({ hop, path }: DiagnosisSubject) => `${hop.method} ${path}`;
const shortName = (header: string) => header.replace("Access-Control-", "");

export const memberMisspelt: DiagnosisEntry = {
  title: (s) => {
    if (isOpen(s)) return null;
    return s.found.side === "page"
      ? say("cause_member_title_page", wantedOf(s), memberOf(s), request(s))
      : say("cause_member_title", memberOf(s), wantedOf(s), shortName(headerOf(s)), s.target);
  },
  short: (s) => say("cause_member_short", memberOf(s), wantedOf(s)),
  because: (s) => [say("cause_member_because", memberOf(s), wantedOf(s))],
  fix: (s) => {
    if (!isOpen(s)) {
      return s.found.side === "page"
        ? [say("cause_member_fix_page", memberOf(s))]
        : [say("cause_member_fix", corrected(s))];
    }
    return SETS_HEADERS.has(s.caller) ? [say("cause_member_fix_either", memberOf(s))] : [];
  },
  below: (s) => (isOpen(s) ? "all" : "reasons"),
  // A server with the other name does not use this one.
  remedyHelps: (s) => s.found.side !== "page",
};
