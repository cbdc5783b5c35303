import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ALL_LANGUAGES, tableOf } from "./languages.test-helper.ts";

/**
 * A forbidden word, its replacement, and the exceptions: messages that quote a browser or a product, or use
 * the word in another meaning.
 */
interface Rule {
  readonly word: RegExp;
  readonly instead: string;
  readonly except?: readonly string[];
}

const ENGLISH: readonly Rule[] = [
  { word: /\banswer(?:s|ed|ing)?\b/i, instead: "response, respond" },
  { word: /\bask(?:s|ed|ing)?\b/i, instead: "request, require, prompt" },
  { word: /\btold\b|\btells? (?:of|what|the)\b/i, instead: "report, show" },
  { word: /\bmend(?:s|ed|ing)?\b/i, instead: "fix" },
  { word: /\bleave\b(?! room\b)|\bleft out\b/i, instead: "permission, remove" },
  { word: /\bdrop(?:s|ped|ping)?\b/i, instead: "remove", except: ["open_report_text"] },
  { word: /\btake(?:s|n)? (?:it )?(?:out|away|back)\b/i, instead: "remove, revoke" },
  { word: /\bexchanges?\b/i, instead: "request" },
  {
    word: /\bmessages?\b/i,
    instead: "request, response",
    except: ["why_redirect_contains_credentials_firefox"],
  },
  { word: /\byour calls?\b|\bthe calls? (?!throws)/i, instead: "request, your code" },
  { word: /\b(?:brings? about|such a|whatever|the like|whoever|anew)\b/i, instead: "plain words" },
  { word: /\b(?:of its own|of their own|of your own)\b/i, instead: "separate, new" },
  { word: /\bh(?:as|ave) to\b/i, instead: "must" },
  { word: /\bmay not\b|\bmust be able\b/i, instead: "must not, cannot" },
  {
    word: /\b(?:is|are) no (?:header|method|origin|list|wildcard|pattern)s?\b/i,
    instead: "is not a valid …",
  },
  { word: /\b(?:seen|saw|nobody|not known|unseen)\b/i, instead: "recorded, unknown" },
  { word: /\breadings?\b/i, instead: "possible cause" },
  { word: /\bgot\b|\bwanted\b/i, instead: "received, expected" },
  { word: /\bclauses?\b/i, instead: "spec" },
  { word: /\bbeside\b/i, instead: "next to, with" },
  { word: /\bforeign\b/i, instead: "cross-origin" },
  { word: /\bbyte by byte\b/i, instead: "exactly" },
  { word: /\bweb sites?\b/i, instead: "website" },
];

const GERMAN: readonly Rule[] = [
  { word: /\bLesart(?:en)?\b/, instead: "mögliche Ursache" },
  { word: /\bMit Geheimnissen\b/, instead: "Mit Zugangsdaten" },
  { word: /\bExport HAR\b/, instead: "HAR exportieren" },
  { word: /\bstieß(?:en)?\b/, instead: "verlangt" },
  { word: /\bUmleitung(?:en)?\b|\bumgeleitet\b|\bumleiten\b/, instead: "Weiterleitung" },
  { word: /\bAnmeldedaten\b/, instead: "Credentials" },
  { word: /\bfragt (?!\$|vor |den Nutzer)/, instead: "sendet, verlangt" },
  {
    word: /\bgibt die Erlaubnis\b|\bohne Einfluss\b|\bkeinen Einfluss\b/,
    instead: "erlaubt, erreicht",
  },
  { word: /\bwas auch immer\b|\bganz gleich\b/, instead: "auch wenn" },
  { word: /\bNiemand\b|\bniemand\b/, instead: "aufgezeichnet" },
  {
    word: /\bdu\b|\bdeine?\b|(?:^|[.:] )(?:Setze|Sende|Nenne|Nimm|Beantworte)\b/,
    instead: "Infinitiv",
  },
];

/** The number of characters in two lines of a title, with typical values filled in. */
const TITLE: Readonly<Record<string, number>> = { en: 90, de: 100 };
const SENTENCE = 25;

const english = tableOf("en");

/** A value from the message's description, otherwise one of typical length. */
function typical(name: string, place: string): string {
  const { description = "" } = english[name] ?? english[name.replace(/@.*/, "@other")] ?? {};
  const of = description.split(/(?=\$\d)/).find((part) => part.startsWith(place)) ?? "";
  return /"([^"]+)"/.exec(of)?.[1] ?? "PUT /v2/items/132";
}

const filled = (name: string, message: string) =>
  message.replace(/\$\d/g, (place) => typical(name, place));

const isTitle = (name: string) => /^(?:why|cause)_.*_title(?:_|@|$)/.test(name);

function wordsOf(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}$]/u.test(word)).length;
}

describe.each([
  ["en", ENGLISH],
  ["de", GERMAN],
] as const)("the vocabulary in %s", (language, rules) => {
  const table = tableOf(language);

  it.each(rules)("says $instead, not $word", ({ word, except = [] }) => {
    const wrong = Object.entries(table)
      .filter(([name, { message }]) => word.test(message) && !except.includes(name))
      .map(([name, { message }]) => `${name}: ${message}`);
    expect(wrong).toEqual([]);
  });

  it("has no unnecessary exceptions", () => {
    const idle = rules.flatMap(({ word, except = [] }) =>
      except.filter((name) => !word.test(table[name]?.message ?? "")),
    );
    expect(idle).toEqual([]);
  });
});

describe.each(ALL_LANGUAGES)("the length of texts in %s", (language) => {
  const table = tableOf(language);

  it("keeps a title within two lines", () => {
    const long = Object.entries(table)
      .filter(([name]) => isTitle(name))
      .map(([name, { message }]) => [name, filled(name, message)] as const)
      .filter(([, text]) => text.length > (TITLE[language] ?? 90))
      .map(([name, text]) => `${text.length} ${name}: ${text}`);
    expect(long).toEqual([]);
  });

  it(`keeps a sentence within ${SENTENCE} words`, () => {
    const long = Object.entries(table).flatMap(([name, { message }]) =>
      message
        .split(/(?<=[.!?:;])\s+/)
        .filter((sentence) => wordsOf(sentence) > SENTENCE)
        .map((sentence) => `${name}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  it("has no title with a full stop", () => {
    const stopped = Object.entries(table)
      .filter(([name, { message }]) => isTitle(name) && message.endsWith("."))
      .map(([name]) => name);
    expect(stopped).toEqual([]);
  });
});

it.each(["README.md", "docs/reviewers.md", "docs/store-listing.md"])(
  "uses the same terms in %s",
  (path) => {
    const lines = readFileSync(join(import.meta.dirname, "../..", path), "utf8").split("\n");
    const wrong = lines.filter((line) => ENGLISH.some(({ word }) => word.test(line)));
    expect(wrong).toEqual([]);
  },
);

it("words a short verdict as a state, and leaves imperatives to the titles", () => {
  const imperative =
    /^(?:add|allow|call|drop|fix|let|list|put|remove|request(?! rejected)|respond|send|use|write) /;
  const wrong = Object.entries(english)
    .filter(([name]) => /_(?:short|hint)(?:_|@|$)/.test(name))
    .filter(([, { message }]) => imperative.test(message))
    .map(([name, { message }]) => `${name}: ${message}`);
  expect(wrong).toEqual([]);
});

it("has no two buttons or headings with the same text in a view", () => {
  const views = [
    ["remedy_title", "remedy_copy", "remedy_try", "whatif_back", "whatif_remedy"],
    [
      "detail_decided",
      "detail_alternatives",
      "detail_also",
      "detail_steps",
      "detail_lanes",
      "detail_messages",
    ],
    [
      "report_heading_also_wrong",
      "report_heading_change",
      "report_heading_passed",
      "report_evidence",
    ],
  ];
  for (const language of ALL_LANGUAGES) {
    const table = tableOf(language);
    for (const view of views) {
      const texts = view.map((name) => table[name]?.message);
      expect(new Set(texts).size, `${language}: ${texts.join(", ")}`).toBe(view.length);
    }
  }
});
