import type { UnsafeReason } from "../http/safelist.ts";
import type { PreflightReason } from "../verdict/verdict.ts";
import { type MessageName, say } from "../words/words.ts";
import { headerName } from "./header-name.ts";
import { plainText } from "./plain-text.ts";

/**
 * A reason for a preflight in the user's language.
 *
 * @param longest the maximum length of a displayed name.
 */
export function preflightReason(reason: PreflightReason, longest = 60): string {
  switch (reason.kind) {
    case "method":
      return say("why_preflight_reason_method", plainText(reason.name, longest));
    case "header":
      return say(OF_HEADER[reason.unsafe], headerName(plainText(reason.name, longest)));
    case "upload":
      return say("why_preflight_reason_upload");
  }
}

const OF_HEADER: Readonly<Record<UnsafeReason, MessageName>> = {
  name: "why_preflight_reason_header",
  value: "why_preflight_reason_header_value",
  "too-long": "why_preflight_reason_header_long",
  "total-too-long": "why_preflight_reason_header_total",
};
