import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { CODES, type FindingCode, isCauseCode, NOTE_CODES } from "../../verdict/codes.ts";
import { aFinding, aVerdict } from "../../verdict/verdict.test-builder.ts";
import { subjectOf } from "../subject.ts";
import { entryOf } from "./catalogue.ts";

const ALL = [...Object.keys(CODES), ...NOTE_CODES] as FindingCode[];
const HELPERS = [
  "catalogue",
  "catalogue-entry",
  "corp-entry",
  "network-entry",
  "unreadable-list-entry",
];

describe("the catalogue", () => {
  it("has exactly one file for each code", () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => !name.includes(".test."))
      .map((name) => name.replace(".ts", ""));
    expect(files.sort()).toEqual([...ALL, ...HELPERS].sort());
  });

  it.each(ALL)("explains %s in all its parts", (code) => {
    const entry = entryOf(code);
    expect(entry.code).toBe(code);
    expect("reason" in entry).toBe(isCauseCode(code));
    if ("reason" in entry) {
      for (const parameter of ["", "x-api-key"]) expect(entry.reason(parameter)).not.toBe("");
    }
    for (const stage of ["request", "preflight", "redirect", "response"] as const) {
      const exchange = anExchange({ preflight: {}, response: { status: 500, headers: {} } });
      const finding = aFinding(code, { stage });
      const subject = subjectOf(exchange, aVerdict({ findings: [finding] }), finding);
      const texts = [
        entry.title(subject),
        entry.short(subject),
        ...entry.because(subject),
        ...entry.fix(subject),
      ];
      for (const text of texts) {
        expect(text).not.toMatch(/undefined|null|\s\s|example\.com|Private-Network/);
        expect(text.trim()).not.toBe("");
      }
      expect(entry.title(subject)).toMatch(/^[A-Z]/);
      expect(entry.title(subject)).not.toMatch(/\.$/);
      expect(entry.short(subject)).not.toMatch(/^[A-Z][a-z]+ /);
      expect(entry.because(subject).length).toBeGreaterThan(0);
      expect(entry.fix(subject).length).toBeGreaterThan(0);
    }
    expect(entry.learnMore.length).toBeGreaterThan(0);
    for (const { label, url } of entry.learnMore) {
      expect(label).not.toBe("");
      expect(new URL(url).protocol).toBe("https:");
    }
  });
});
