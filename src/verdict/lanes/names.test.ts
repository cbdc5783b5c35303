import { expect, it } from "vitest";
import type { CauseCode } from "../codes.ts";
import { causeFrom } from "../decision.ts";
import type { Stage } from "../verdict.ts";
import { nameIn } from "./names.ts";

// As in the protocol of Chromium 156 and the console of Firefox 153.
it.each<[CauseCode, Stage, string | null, string | null, string | null]>([
  ["missing-allow-origin", "response", null, "MissingAllowOriginHeader", "CORSMissingAllowOrigin"],
  [
    "missing-allow-origin",
    "preflight",
    null,
    "PreflightMissingAllowOriginHeader",
    "CORSMissingAllowOrigin",
  ],
  [
    "connection-refused",
    "request",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_REFUSED",
    "CORSDidNotSucceed",
  ],
  ["disallowed-by-mode", "request", null, "DisallowedByMode", null],
  ["disallowed-by-mode", "redirect", null, null, null],
  ["cors-disabled-scheme", "request", "ftp", "CorsDisabledScheme", "CORSRequestNotHttp"],
  ["cors-disabled-scheme", "request", "file", null, "CORSRequestNotHttp"],
])(
  "%s at the %s (%s) is %s in Chromium and %s in Firefox",
  (code, stage, parameter, chromium, gecko) => {
    const cause = causeFrom(code, stage, 0, parameter);
    expect(nameIn("chromium", cause)).toBe(chromium);
    expect(nameIn("gecko", cause)).toBe(gecko);
  },
);
