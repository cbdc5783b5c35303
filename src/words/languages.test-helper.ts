import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LANGUAGES, type Language } from "./languages.ts";
import { type MessageTable, speakFrom } from "./message-table.ts";
import { type Speak, speakWith } from "./words.ts";

export const ALL_LANGUAGES = Object.keys(LANGUAGES) as Language[];

const TABLES = new Map<Language, MessageTable>();

/** A language's messages in `_locales`. */
export function tableOf(language: Language): MessageTable {
  const path = join(import.meta.dirname, `../../public/_locales/${language}/messages.json`);
  const table = TABLES.get(language) ?? (JSON.parse(readFileSync(path, "utf8")) as MessageTable);
  TABLES.set(language, table);
  return table;
}

const VOICES = new Map<Language, Speak>();

function voiceOf(language: Language): Speak {
  const speak = VOICES.get(language) ?? speakFrom(tableOf(language));
  VOICES.set(language, speak);
  return speak;
}

/** Runs a function in one language, then switches back to English, the default of all tests. */
export function speaking<T>(language: Language, run: () => T): T {
  speakWith(voiceOf(language));
  try {
    return run();
  } finally {
    speakWith(voiceOf("en"));
  }
}
