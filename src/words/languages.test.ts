import { expect, it } from "vitest";
import { readLanguageChoice } from "./languages.ts";

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
