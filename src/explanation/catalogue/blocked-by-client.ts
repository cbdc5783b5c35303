import { fetchStandard, mdnCorsError } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const blockedByClient: CatalogueEntry = {
  title: (s) => `Let ${s.host} through in ${blocker(s)}`,
  short: (s) => `not CORS: blocked by ${blocker(s)}`,
  because: (s) => [
    `Something in your own browser stopped ${s.target}: ${blocker(s)}.`,
    ...(s.error === "" ? [] : [`${s.browser} reports ${s.error}.`]),
    `${s.host} had no say in it, so no CORS header can help.`,
  ],
  fix: (s) =>
    /ADMINISTRATOR/.test(s.error)
      ? ["Ask whoever manages this browser to allow the URL."]
      : [
          `Turn off ad and tracker blocking for ${s.pageOrigin}, or allow the URL in it, and try again.`,
          "Users with the same lists meet the same block: a path or host without ad-like words helps them.",
        ],
  learnMore: [
    fetchStandard("concept-network-error", "network error"),
    mdnCorsError("CORSDidNotSucceed"),
  ],
};

function blocker(s: Subject): string {
  if (/ADMINISTRATOR/.test(s.error)) return "an administrator's policy";
  if (/TRACKING/.test(s.error)) return "Firefox's tracking protection";
  return "an extension or a blocking list";
}
