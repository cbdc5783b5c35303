import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearMiss } from "./near-miss.ts";

describe("nearMiss", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    // got                        origin                     hint
    ["https://app.test/",         "https://app.test",        "drop the trailing slash"],
    ["https://app.test/cart",     "https://app.test",        "drop the path"],
    ["HTTPS://App.Test",          "https://app.test",        "write it in lower case"],
    ['"https://app.test"',        "https://app.test",        "drop the quotes"],
    ["app.test",                  "https://app.test",        "put https:// before the host"],
    ["localhost:3000",            "http://localhost:3000",   "put http:// before the host"],
    ["http://app.test",           "https://app.test",        "the scheme differs, http is not https"],
    ["http://localhost:3000",     "http://localhost:5173",   "the port differs, 3000 is not 5173"],
    ["http://localhost",          "http://localhost:3000",   "the port differs, 80 is not 3000"],
    ["https://app.test:443",      "https://app.test",        "drop the default port"],
    ["http://127.0.0.1:3000",     "http://localhost:3000",   "127.0.0.1 is not localhost"],
    ["https://www.app.test",      "https://app.test",        "www. makes it another host"],
    ["https://app.test",          "https://www.app.test",    "www. makes it another host"],
    ["https://app.test",          "https://eu.app.test",     "a subdomain is another origin"],
    ["https://*.app.test",        "https://eu.app.test",     "patterns do not work"],
    ["https://app.test, *",       "https://app.test",        "one origin, not a list"],
    ["*, *",                      "https://app.test",        "one origin, not a list"],
    ["https://other.test",        "https://app.test",        undefined],
    ["https://app.test",          "null",                    undefined],
    ["",                          "https://app.test",        undefined],
  ])("%s for %s", (got, origin, hint) => {
    expect(nearMiss(got, origin)?.hint).toBe(hint);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (got) => void nearMiss(got, "https://app.test")),
    );
  });
});
