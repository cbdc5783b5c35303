import { say } from "../../words/words.ts";
import { callAdvice } from "../call-advice.ts";
import { fetchStandard, mdn } from "../references.ts";
import { responseSays, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

/** The common parts of the three blocks by Cross-Origin-Resource-Policy. */
export function corpEntry(
  own: Pick<CauseEntry, "code" | "reason" | "title" | "short"> & {
    readonly happened: CauseEntry["because"];
    readonly fix?: () => string;
  },
): CauseEntry {
  return {
    code: own.code,
    reason: own.reason,
    title: own.title,
    short: own.short,
    because: (s) => [
      responseSays(s, "Cross-Origin-Resource-Policy"),
      // The policy applies to a frame only in a page with an embedder policy, whatever the request's mode.
      ...(isFrame(s) ? [say("why_corp_frame")] : own.happened(s)),
    ],
    fix: (s) => [
      say("why_corp_fix", s.responseName),
      ...(isFrame(s)
        ? [say("why_corp_fix_frame")]
        : [...callAdvice(s, "load-with-cors"), ...(own.fix === undefined ? [] : [own.fix()])]),
    ],
    learnMore: [
      fetchStandard("cross-origin-resource-policy-header", "CORP"),
      mdn("HTTP/Guides/Cross-Origin_Resource_Policy", "CORP"),
    ],
  };
}

function isFrame({ exchange }: Subject): boolean {
  return exchange.resourceType === "sub_frame";
}
