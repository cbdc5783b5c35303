import { describe, expect, it } from "vitest";
import { sayPreflightReason } from "./preflight-reason.ts";

describe("sayPreflightReason", () => {
  it.each([
    ["method PUT"],
    ["header x-custom"],
    ["header content-type (its value)"],
    ["header accept (longer than 128 bytes)"],
    ["header accept (all values together longer than 1024 bytes)"],
    ["upload listener or stream body"],
    ["something that a later engine says"],
  ])("%s", (reason) => expect(sayPreflightReason(reason)).toBe(reason));
});
