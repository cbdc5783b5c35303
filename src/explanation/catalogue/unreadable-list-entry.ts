import { extractTokens } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { plainText, sentenceCase } from "../plain-text.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { lineToSend, type Subject, says } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

/**
 * A list in the answer to a preflight that cannot be read.
 *
 * @param item what it lists: "method" or "header name".
 * @param asked what the list should hold at least.
 */
export function unreadableListEntry(
  header: string,
  item: string,
  asked: (s: Subject) => string,
  firefoxName: string,
): CatalogueEntry {
  return {
    title: (s) => `Write a plain list of ${item}s in ${header} on ${s.target}`,
    short: () => `${header} cannot be read`,
    because: (s) => {
      const bad = extractTokens(get(s.headers, header)).invalid;
      return [
        `${sentenceCase(s.answer)} ${says(s, header)}`,
        ...(bad === null ? [] : [`“${plainText(bad, 60)}” is no ${item}.`]),
        "One bad item makes the browser reject the whole header.",
      ];
    },
    fix: (s) => {
      const line = lineToSend(s, header, asked(s));
      return [
        line === `${header}: `
          ? `On ${s.answer}, leave out ${header}`
          : `On ${s.answer}, send ${line}`,
        "Separate the names with commas, without quotes or brackets.",
      ];
    },
    learnMore: [PREFLIGHT_FETCH, mdnCorsError(firefoxName)],
  };
}
