import { describe, expect, it } from "vitest";
import { type Ancestors, mayBeFramed } from "./framing.ts";
import type { Holds } from "./holds.ts";
import type { SourceReading } from "./source-list.ts";

const SELF = "https://a.test";
const READING: SourceReading = {
  wasRedirected: false,
  upgradesPortsWithSchemes: false,
  sourcePaths: "strict",
};
const PAGE = "https://app.test";
const HERE: Ancestors = [SELF];
const THERE: Ancestors = [PAGE];
const BETWEEN: Ancestors = [SELF, PAGE, SELF];
const UNKNOWN: Ancestors = [SELF, null, SELF];
type Lines = readonly string[];

const headersOf = (options: Lines, policies: Lines = []) => [
  ...options.map((line) => ["X-Frame-Options", line] as const),
  ...policies.map((line) => ["Content-Security-Policy", line] as const),
];

// https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header
describe("X-Frame-Options", () => {
  it.each<[Lines, Ancestors, Holds]>([
    [[], THERE, "yes"],
    [["DENY"], HERE, "no"],
    [["deny"], HERE, "no"],
    [["SAMEORIGIN"], HERE, "yes"],
    [["SameOrigin"], THERE, "no"],
    // Every ancestor counts, not only the page or the parent.
    [["SAMEORIGIN"], BETWEEN, "no"],
    [["SAMEORIGIN"], UNKNOWN, "open"],
    [["DENY"], UNKNOWN, "no"],
    [["SAMEORIGIN"], ["null"], "no"],
    // The values are a set, so duplicates count once.
    [["SAMEORIGIN", "sameorigin"], HERE, "yes"],
    [["SAMEORIGIN, SAMEORIGIN"], THERE, "no"],
    [["DENY, DENY"], HERE, "no"],
    // Among differing values, one known value forbids all framing.
    [["SAMEORIGIN, DENY"], HERE, "no"],
    [["SAMEORIGIN", "ALLOWALL"], HERE, "no"],
    [["SAMEORIGIN, INVALID"], HERE, "no"],
    [["SAMEORIGIN,"], HERE, "no"],
    [[",DENY"], HERE, "no"],
    [["ALLOWALL, INVALID"], HERE, "no"],
    [["INVALID, ALSO"], THERE, "yes"],
    // Unknown values have no effect.
    [["ALLOWALL"], THERE, "yes"],
    [["ALLOW-FROM https://else.test"], THERE, "yes"],
    [[""], THERE, "yes"],
    [["DENY;"], THERE, "yes"],
    [['"DENY"'], THERE, "yes"],
    [["SAME-ORIGIN"], THERE, "yes"],
  ])("%j in %j: %s", (options, ancestors, response) => {
    expect(mayBeFramed(headersOf(options), SELF, ancestors, READING)).toBe(response);
  });
});

// https://w3c.github.io/webappsec-csp/#frame-ancestors-navigation-response
// https://w3c.github.io/webappsec-csp/#frame-ancestors-and-frame-options
describe("frame-ancestors", () => {
  it.each<[policies: Lines, options: Lines, Ancestors, Holds]>([
    [["frame-ancestors 'none'"], [], HERE, "no"],
    [["frame-ancestors 'NONE'"], [], UNKNOWN, "no"],
    [["frame-ancestors"], [], HERE, "no"],
    [["frame-ancestors 'self'"], [], HERE, "yes"],
    [["frame-ancestors 'self'"], [], THERE, "no"],
    [["frame-ancestors 'self'"], [], BETWEEN, "no"],
    [[`frame-ancestors 'self' ${PAGE}`], [], BETWEEN, "yes"],
    [[`frame-ancestors 'self' ${PAGE}`], [], UNKNOWN, "open"],
    // 'none' beside other sources has no effect.
    [["frame-ancestors 'none' 'self'"], [], HERE, "yes"],
    // Every policy has to allow the ancestors, whichever header line it is in.
    [["frame-ancestors *", "frame-ancestors 'none'"], [], HERE, "no"],
    [["frame-ancestors *, frame-ancestors 'none'"], [], HERE, "no"],
    [["img-src *", "frame-ancestors 'none'"], [], HERE, "no"],
    [["frame-ancestors *; frame-ancestors 'none'"], [], HERE, "yes"],
    // No source matches an opaque origin.
    [["frame-ancestors *"], [], ["null"], "no"],
    // frame-ancestors overrides X-Frame-Options; other directives do not.
    [["frame-ancestors *"], ["DENY"], HERE, "yes"],
    [["frame-ancestors 'none'"], ["ALLOWALL"], HERE, "no"],
    [["img-src *"], ["DENY"], HERE, "no"],
  ])("%j and X-Frame-Options %j in %j: %s", (policies, options, ancestors, response) => {
    expect(mayBeFramed(headersOf(options, policies), SELF, ancestors, READING)).toBe(response);
  });

  it("counts only where it is enforced", () => {
    const headers = [["Content-Security-Policy-Report-Only", "frame-ancestors 'none'"]] as const;
    expect(mayBeFramed(headers, SELF, THERE, READING)).toBe("yes");
  });
});
