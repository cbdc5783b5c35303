import fc from "fast-check";
import { describe, expect, it } from "vitest";
import english from "../../public/_locales/en/messages.json" with { type: "json" };
import { speakFrom } from "../words/message-table.ts";
import { speakWith } from "../words/words.ts";
import { nearMiss } from "./near-miss.ts";

describe("nearMiss", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    // got                        origin                     hint
    ["https://app.test/",         "https://app.test",        "the value has a trailing slash"],
    ["https://app.test/cart",     "https://app.test",        "the value has a path"],
    ["HTTPS://App.Test",          "https://app.test",        "the value is not in lower case"],
    ['"https://app.test"',        "https://app.test",        "the value is in quotes"],
    ["app.test",                  "https://app.test",        "the value lacks https://"],
    ["localhost:3000",            "http://localhost:3000",   "the value lacks http://"],
    ["http://app.test",           "https://app.test",        "the scheme differs, http is not https"],
    ["http://localhost:3000",     "http://localhost:5173",   "the port differs, 3000 is not 5173"],
    ["http://localhost",          "http://localhost:3000",   "the port differs, 80 is not 3000"],
    ["https://app.test:443",      "https://app.test",        "the value has the default port"],
    ["http://bücher.test:8080",   "http://xn--bcher-kva.test:8080", "the host is not in Punycode"],
    ["http://u@app.test:8080",    "http://app.test:8080",    "the value is more than scheme, host and port"],
    ["http://127.0.0.1:3000",     "http://localhost:3000",   "127.0.0.1 is not localhost"],
    ["https://www.app.test",      "https://app.test",        "www. makes it another host"],
    ["https://app.test",          "https://www.app.test",    "www. makes it another host"],
    ["https://app.test",          "https://eu.app.test",     "a subdomain is another origin"],
    ["https://*.app.test",        "https://eu.app.test",     "the value is a pattern"],
    ["https://app.test, *",       "https://app.test",        "the value is a list"],
    ["*, *",                      "https://app.test",        "the value is a list"],
    ["https://other.test",        "https://app.test",        undefined],
    ["https://app.test",          "null",                    undefined],
    ["",                          "https://app.test",        undefined],
  ])("%s for %s", (got, origin, hint) => {
    expect(nearMiss(got, origin)?.hint).toBe(hint);
  });

  // The expected and the received value must not be swapped.
  it.each([
    ["http://app.test", "https://app.test", "why_near_miss_scheme https http"],
    ["http://localhost:3000", "http://localhost:5173", "why_near_miss_port 5173 3000"],
    [
      "http://127.0.0.1:3000",
      "http://localhost:3000",
      "why_near_miss_loopback 127.0.0.1 localhost",
    ],
    ["http://[::1]:3000", "http://localhost:3000", "why_near_miss_loopback [::1] localhost"],
    ["https://www.app.test", "https://app.test", "why_near_miss_www www.app.test app.test"],
    ["https://app.test", "https://eu.app.test", "why_near_miss_subdomain app.test eu.app.test"],
    ["https://eu.app.test", "https://app.test", "why_near_miss_subdomain eu.app.test app.test"],
    ["https://app.test:443", "https://app.test", "why_near_miss_default_port"],
    ["ftp://app.test:21", "ftp://app.test:2121", "why_near_miss_port 2121 why_near_miss_port_none"],
  ])("%s for %s, as a sentence: %s", (got, origin, sentence) => {
    speakWith((name, values) => [name, ...values].join(" "));
    try {
      expect(nearMiss(got, origin)?.sentence).toBe(sentence);
    } finally {
      speakWith(speakFrom(english));
    }
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (got) => void nearMiss(got, "https://app.test")),
    );
  });
});
