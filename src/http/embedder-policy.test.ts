import fc from "fast-check";
import { parseItem, Token } from "structured-headers";
import { describe, expect, it } from "vitest";
import {
  demandsConsent,
  type EmbedderPolicy,
  embedderPolicyOf,
  tokenOf,
} from "./embedder-policy.ts";

const NAME = "Cross-Origin-Embedder-Policy";

// https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy
describe("the embedder policy of a response", () => {
  it.each<[values: readonly string[], EmbedderPolicy]>([
    [["require-corp"], "require-corp"],
    [["credentialless"], "credentialless"],
    [["unsafe-none"], "unsafe-none"],
    [[], "unsafe-none"],
    [[""], "unsafe-none"],
    [["unknown"], "unsafe-none"],
    // Tokens are case-sensitive.
    [["Require-Corp"], "unsafe-none"],
    // A string is not a token.
    [['"require-corp"'], "unsafe-none"],
    [['require-corp; report-to="group"'], "require-corp"],
    [['require-corp; a="b \\" c \\\\ d"'], "require-corp"],
    [['require-corp; a="b" c"'], "unsafe-none"],
    [['require-corp; a="\u00e9"'], "unsafe-none"],
    [["require-corp;a;b=?1;c=1.5;d=:YQ==:;e=token"], "require-corp"],
    [[" \trequire-corp \t"], "require-corp"],
    // An error within an item makes the whole item invalid.
    [["require-corp;"], "unsafe-none"],
    [["require-corp; Report-To=1"], "unsafe-none"],
    [["require-corp; a=("], "unsafe-none"],
    [["require-corp ;a"], "unsafe-none"],
    [["require-corp credentialless"], "unsafe-none"],
    [["(require-corp)"], "unsafe-none"],
    // Two lines are one value, which is a list.
    [["require-corp", "require-corp"], "unsafe-none"],
    [["require-corp,"], "unsafe-none"],
  ])("%j: %s", (values, policy) => {
    const headers = values.map((value) => [NAME, value] as const);
    expect(embedderPolicyOf(headers, true)).toBe(policy);
    expect(embedderPolicyOf(headers, false)).toBe("unsafe-none");
  });

  it("does not come from the report-only header", () => {
    expect(embedderPolicyOf([[`${NAME}-Report-Only`, "require-corp"]], true)).toBe("unsafe-none");
  });
});

// https://html.spec.whatwg.org/multipage/browsers.html#compatible-with-cross-origin-isolation
it.each<[EmbedderPolicy, boolean]>([
  ["unsafe-none", false],
  ["require-corp", true],
  ["credentialless", true],
])("%s requires embedded resources to opt in: %s", (policy, demands) => {
  expect(demandsConsent(policy)).toBe(demands);
});

// https://www.rfc-editor.org/rfc/rfc9651#name-parsing-an-item
describe("the token of a structured field's item", () => {
  const byLibrary = (field: string) => {
    try {
      const [item] = parseItem(field);
      return item instanceof Token ? item.toString() : null;
    } catch {
      return null;
    }
  };

  it("equals a full parser's, except for dates and Unicode strings", () => {
    const part = fc.constantFrom(
      ...'a A * - _ . 0 1 9 ; = ? : " \\ ( ) , / % ~ |'.split(" "),
      ...[" ", "\t", ";a", "=1", "=?1", '="b"', "=:YQ==:", "=1.5", "require-corp", "\u00e9"],
    );
    const fields = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fields, (field) => {
        fc.pre(!/[@%]/.test(field));
        expect(tokenOf(field)).toBe(byLibrary(field));
      }),
      { numRuns: 20_000 },
    );
  });
});
