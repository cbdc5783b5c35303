import { expect, it } from "vitest";
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
