import { describe, expect, it } from "vitest";
import { nearestLanguage, readLanguageChoice } from "./languages.ts";

it.each([
  ["de", "de"],
  ["en", "en"],
  ["browser", "browser"],
  ["tlh", "browser"],
  ["toString", "browser"],
  [undefined, "browser"],
  [null, "browser"],
  [["de"], "browser"],
])("the stored choice %j is %s", (stored, choice) => {
  expect(readLanguageChoice(stored)).toBe(choice);
});

it.each([
  ["de", "de"],
  ["de-AT", "de"],
  ["DE-ch", "de"],
  ["en-GB", "en"],
  ["fr", "en"],
  ["", "en"],
])("the nearest language to %j is %s", (tag, language) => {
  expect(nearestLanguage(tag)).toBe(language);
});

describe("languages with scripts and regions", () => {
  const OURS = ["en", "zh_CN", "zh_TW", "pt_BR", "pt", "sr", "sr_Latn", "es_419", "es"] as const;
  it.each([
    ["pt-BR", "pt_BR"],
    ["pt-Latn-BR", "pt_BR"],
    ["pt-PT", "pt"],
    ["pt", "pt"],
    ["zh", "zh_CN"],
    ["zh-SG", "zh_CN"],
    ["zh-Hant-TW", "zh_TW"],
    ["zh-Hant", "zh_TW"],
    ["zh-HK", "zh_TW"],
    ["zh-Hans-HK", "zh_CN"],
    ["sr-Latn-RS", "sr_Latn"],
    ["sr-RS", "sr"],
    ["es-419", "es_419"],
    ["es-ES", "es"],
    ["ES_es", "es"],
    ["fr-CA", "en"],
    ["no tag", "en"],
  ])("the nearest to %j is %s", (tag, language) => {
    expect(nearestLanguage(tag, OURS)).toBe(language);
    expect(nearestLanguage(tag, [...OURS].reverse())).toBe(language);
  });
});
