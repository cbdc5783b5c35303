import { extractTokens } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { lineToSend, responseSays, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

/** A list in the preflight response that cannot be parsed. */
export function unreadableListEntry(
  own: Pick<CauseEntry, "code" | "reason" | "title" | "short"> & {
    readonly header: string;
    /** What the list should contain at least. */
    readonly requested: (s: Subject) => string;
    /** The sentence that an item is not valid. */
    readonly bad: (item: string) => string;
    readonly firefoxName: string;
  },
): CauseEntry {
  const { header } = own;
  return {
    code: own.code,
    reason: own.reason,
    title: own.title,
    short: own.short,
    because: (s) => {
      const bad = extractTokens(get(s.headers, header)).invalid;
      return [
        responseSays(s, header),
        ...(bad === null ? [] : [own.bad(plainText(bad, 60))]),
        say("why_unreadable_list_because"),
      ];
    },
    fix: (s) => {
      const line = lineToSend(s, header, own.requested(s));
      return [
        line === `${header}: `
          ? say("why_leave_out", s.responseName, header)
          : say("why_send", s.responseName, line),
        say("why_unreadable_list_fix"),
      ];
    },
    learnMore: [PREFLIGHT_FETCH, mdnCorsError(own.firefoxName)],
  };
}
