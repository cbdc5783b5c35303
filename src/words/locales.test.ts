import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ALL_LANGUAGES, tableOf } from "./languages.test-helper.ts";
import { type MessageTable, placesIn, speakFrom } from "./message-table.ts";
import type { MessageName } from "./words.ts";

const ROOT = join(import.meta.dirname, "../..");
const LOCALES = join(ROOT, "public/_locales");

const english = tableOf("en");

/** All files that can use a message: the sources without their tests. */
function sources(dir: string): string {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|html)$/.test(entry.name))
    .filter((entry) => !/\.test[.-]/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

/** The number of arguments after a call's first one; the text starts right after that. */
function argumentsAfter(text: string): number {
  let [depth, count, empty] = [0, 0, false];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|[()[\]{}]|,|[^\s]/g)) {
    if (/^[([{]$/.test(token)) depth++;
    if (/^[)\]}]$/.test(token)) depth--;
    if (depth < 0) break;
    if (depth === 0 && token === ",") {
      count++;
      empty = true;
    } else empty = false;
  }
  return empty ? count - 1 : count;
}

/** The messages that a language must have: counted ones in each of its plural forms. */
function wantedIn(table: MessageTable): string[] {
  const rules = new Intl.PluralRules(table.language_tag?.message);
  return Object.keys(english).flatMap((name) => {
    const [base, form] = name.split("@");
    if (form === undefined) return [name];
    const forms = rules.resolvedOptions().pluralCategories;
    return form === "other" ? forms.map((one) => `${base}@${one}`) : [];
  });
}

describe("the locales", () => {
  it("are exactly those that can be chosen", () => {
    expect(readdirSync(LOCALES).sort()).toEqual([...ALL_LANGUAGES].sort());
  });

  it("have no unused message", () => {
    const code = sources(join(ROOT, "src")).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    // Names occur as whole strings: the type MessageName covers composed ones.
    const named = [...code.matchAll(/"(\w+)"/g)].map(([, name]) => name);
    const manifest = readFileSync(join(ROOT, "manifest.json"), "utf8");
    const marked = [...`${code}\n${manifest}`.matchAll(/__MSG_(\w+?)__/g)].map(([, name]) => name);
    const said = new Set([...named, ...marked]);
    const bases = Object.keys(english).map((name) => name.split("@")[0] as string);
    expect(bases.filter((name) => !said.has(name))).toEqual([]);
    // The only cast to MessageName is the choice of a plural form.
    expect(code.match(/as MessageName\b/g)).toHaveLength(1);
  });

  it("are used with as many values as they take", () => {
    const calls = [...sources(join(ROOT, "src")).matchAll(/\bsay(Count|Form)?\(\s*"(\w+)"/g)].map(
      (call) => {
        const [all, how, name] = call;
        const values = argumentsAfter(call.input.slice(call.index + all.length));
        // The count is the message's first value in sayCount(); in sayForm() it only selects the form.
        return {
          name: how === undefined ? (name as string) : `${name}@other`,
          values: how === "Form" ? values - 1 : values,
        };
      },
    );
    expect(calls.length).toBeGreaterThan(0);
    const wrong = calls.filter(
      ({ name, values }) => values !== placesIn(english[name]?.message ?? ""),
    );
    expect(wrong).toEqual([]);
  });

  it("describe each value that a message takes", () => {
    const bare = Object.entries(english).filter(([, { message, description = "" }]) =>
      Array.from({ length: placesIn(message) }, (_, i) => `$${i + 1}`).some(
        (place) => !message.includes(place) || !description.includes(place),
      ),
    );
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it.each(ALL_LANGUAGES)("%s is complete, and takes the same values", (language) => {
    const table = tableOf(language);
    expect(Object.keys(table).sort()).toEqual(wantedIn(table).sort());
    for (const [name, { message }] of Object.entries(table)) {
      expect(message.trim(), name).not.toBe("");
      const wanted = english[name.replace(/@.*/, "@other")]?.message as string;
      expect(new Set(message.match(/\$\d/g)), name).toEqual(new Set(wanted.match(/\$\d/g)));
      // A browser takes text between two dollar signs as a named value, and refuses the extension.
      expect(message.replaceAll("$$", ""), name).not.toMatch(/\$[\w@]+\$/);
    }
  });

  it("put a header's value after a colon, as reports format both as code", () => {
    for (const language of ALL_LANGUAGES) {
      for (const [name, { message }] of Object.entries(tableOf(language))) {
        const value = /(?:Access-Control|Cross-Origin)-[\w-]+: (\S+)/.exec(message)?.[1];
        if (value !== undefined) {
          expect(value, `${language} ${name}`).toMatch(
            /^(?:\$\d|\*|true|credentialless|[a-z]+-[a-z-]+)\W?$/,
          );
        }
      }
    }
  });

  it("are found by the manifest", () => {
    const { default_locale } = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8"));
    expect(existsSync(join(LOCALES, default_locale))).toBe(true);
  });
});

it("elements have no attributes in one language only", () => {
  // The linter's noJsxLiterals finds texts between tags.
  const literal = /\b(?:aria-label|title|placeholder|alt|label)="[^"]*[a-z][^"]*"/g;
  expect(sources(join(ROOT, "src")).match(literal)).toBeNull();
});

describe("speakFrom", () => {
  const speak = speakFrom({ two: { message: "$2 for $1, $$1 each" }, none: { message: "plain" } });
  const say = (name: string, ...values: string[]) => speak(name as MessageName, values);

  it("inserts values at their places, and does not expand placeholders in them", () => {
    expect(say("two", "$2", "b")).toBe("b for $2, $1 each");
    expect(say("none")).toBe("plain");
  });

  it.each([["three"], ["two", "a"], ["none", "a"]])("rejects %s with the values %s", (...args) => {
    const [name, ...values] = args as [string, ...string[]];
    expect(() => say(name, ...values)).toThrow(/message/);
  });
});
