import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { CODE_NAMES } from "./code-names.ts";
import type { CauseCode } from "./codes.ts";

/** The types of the DevTools protocol, from Playwright's package. */
const PROTOCOL = readFileSync(
  createRequire(import.meta.url)
    .resolve("playwright-core/package.json")
    .replace("package.json", "types/protocol.d.ts"),
  "utf8",
);

/** The members of one of the protocol's string unions. */
function namesOf(type: string): string[] {
  const union = PROTOCOL.match(new RegExp(`export type ${type} = ([^;]+);`))?.[1] ?? "";
  return union.split("|").map((name) => name.replaceAll('"', ""));
}

const CORS_ERRORS = namesOf("CorsError");

/** Names from Private Network Access, which Local Network Access has replaced. */
const OF_THE_PAST = ["PreflightMissingAllowExternal", "PreflightInvalidAllowExternal"];

const codes = Object.keys(CODE_NAMES) as CauseCode[];
const chromiumNames = codes.flatMap((code) => {
  const { chromium, chromiumPreflight } = CODE_NAMES[code];
  return [chromium ?? [], chromiumPreflight ?? []].flat();
});

// https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError
it("knows each of Chromium's reasons for a CORS error", () => {
  expect(chromiumNames).toEqual(
    expect.arrayContaining(CORS_ERRORS.filter((name) => !OF_THE_PAST.includes(name))),
  );
});

// https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-BlockedReason
it.each(chromiumNames)("Chromium says %s", (name) => {
  const known = [...CORS_ERRORS, ...namesOf("BlockedReason")];
  expect(known.includes(name) || name.startsWith("net::ERR_")).toBe(true);
});

// Our codes for policies equal the protocol's names.
it.each(codes.filter((code) => namesOf("BlockedReason").includes(code)))(
  "Chromium's name for %s is the same",
  (code) => {
    expect(CODE_NAMES[code].chromium).toBe(code);
  },
);

// https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors
const MDN = [
  ...["CORSDisabled", "CORSDidNotSucceed", "CORSOriginHeaderNotAdded"],
  ...["CORSExternalRedirectNotAllowed", "CORSRequestNotHttp", "CORSMissingAllowOrigin"],
  ...["CORSMultipleAllowOriginNotAllowed", "CORSAllowOriginNotMatchingOrigin"],
  ...["CORSNotSupportingCredentials", "CORSMethodNotFound", "CORSMissingAllowCredentials"],
  ...["CORSPreflightDidNotSucceed", "CORSInvalidAllowMethod", "CORSInvalidAllowHeader"],
  "CORSMissingAllowHeaderFromPreflight",
];

it.each(codes.filter((code) => CODE_NAMES[code].gecko !== null))(
  "Firefox's name for %s has a page on MDN",
  (code) => {
    expect(MDN).toContain(CODE_NAMES[code].gecko);
  },
);
