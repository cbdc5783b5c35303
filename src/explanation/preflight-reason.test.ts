import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { aReason } from "../verdict/verdict.test-builder.ts";
import { speaking } from "../words/languages.test-helper.ts";
import { preflightReason } from "./preflight-reason.ts";

describe("preflightReason", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["method PUT",                            "method PUT",                            "Methode PUT"],
    ["header x-a",                            "header x-a",                            "Header x-a"],
    ["header content-type (its value)",       "header Content-Type (its value)",       "Header Content-Type (sein Wert)"],
    ["header accept (longer than 128 bytes)", "header Accept (longer than 128 bytes)", "Header Accept (länger als 128 Bytes)"],
  ])("%s", (reason, english, german) => {
    expect(preflightReason(aReason(reason))).toBe(english);
    expect(speaking("de", () => preflightReason(aReason(reason)))).toBe(german);
  });

  it("states the length of all values together", () => {
    const reason = { kind: "header", name: "accept", unsafe: "total-too-long" } as const;
    expect(preflightReason(reason)).toBe(
      "header Accept (all values together longer than 1024 bytes)",
    );
    expect(speaking("de", () => preflightReason(reason))).toBe(
      "Header Accept (alle Werte zusammen länger als 1024 Bytes)",
    );
  });

  it("names the listener with the API that adds it", () => {
    const reason = "upload listener or stream body";
    expect(preflightReason(aReason(reason))).toBe(
      "an event listener on xhr.upload, or a stream body",
    );
    expect(speaking("de", () => preflightReason(aReason(reason)))).toBe(
      "ein Event-Listener auf xhr.upload oder ein Stream als Body",
    );
  });

  it("knows all reasons of the engine", () => {
    const headers = { "X-A": "1", "Content-Type": "application/json", Accept: "a".repeat(129) };
    const { because } = judge(anExchange({ method: "PUT", requestHeaders: headers })).preflight;
    expect(because).toHaveLength(4);
    for (const reason of because) {
      expect(speaking("de", () => preflightReason(reason))).not.toBe(preflightReason(reason));
    }
  });
});
