import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Middleware } from "@kubernetes-models/traefik/traefik.io/v1alpha1/Middleware";
import treeSitter from "@vscode/tree-sitter-wasm";
import { XMLValidator } from "fast-xml-parser";
import { parseAllDocuments } from "yaml";
import type { Block, Language } from "../../src/stacks/stack.ts";

/** What reads a language, and the reader: the first thing wrong, or null. */
interface LanguageParser {
  readonly name: string;
  readonly problem: (code: string) => string | null | Promise<string | null>;
}

const WASM = dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm"));

/** By the grammar of a programming language; `around` makes a whole file of the piece. */
function bySyntaxTree(grammar: string, around = (code: string) => code): LanguageParser {
  return {
    name: `tree-sitter (${grammar})`,
    problem: async (code) => {
      await treeSitter.Parser.init({ locateFile: (file: string) => join(WASM, file) });
      const file = join(WASM, `tree-sitter-${grammar}.wasm`);
      const parser = new treeSitter.Parser();
      parser.setLanguage(await treeSitter.Language.load(file));
      const tree = parser.parse(around(code));
      if (tree === null) return "nothing was parsed";
      const wrong = tree.rootNode.descendantsOfType("ERROR")[0] ?? null;
      if (!tree.rootNode.hasError) return null;
      return wrong === null ? "something is missing" : `line ${wrong.startPosition.row + 1}`;
    },
  };
}

const message = (read: () => void): string | null => {
  try {
    read();
    return null;
  } catch (error) {
    return String(error);
  }
};

/** The languages of the stacks that cannot be run here. */
const PARSERS: Readonly<Partial<Record<Language, LanguageParser>>> = {
  csharp: bySyntaxTree("c-sharp"),
  ini: bySyntaxTree("ini", (code) => `${code}\n`),
  // A piece of a class or of a method, where it is not a file.
  java: bySyntaxTree("java", (code) => {
    if (/^import /.test(code)) return code;
    return /^@Bean/.test(code) ? `class A {\n${code}\n}` : `class A { void a() {\n${code}\n} }`;
  }),
  javascript: bySyntaxTree("javascript"),
  json: { name: "JSON.parse", problem: (code) => message(() => JSON.parse(code)) },
  php: bySyntaxTree("php"),
  python: bySyntaxTree("python"),
  rust: bySyntaxTree("rust", (code) => (/^use /.test(code) ? code : `fn main() {\n${code}\n}`)),
  shell: bySyntaxTree("bash"),
  xml: {
    name: "fast-xml-parser",
    problem: (code) => {
      const result = XMLValidator.validate(code);
      return result === true ? null : `line ${result.err.line}: ${result.err.msg}`;
    },
  },
  yaml: {
    name: "yaml",
    problem: (code) =>
      parseAllDocuments(code).flatMap(({ errors, warnings }) => [...errors, ...warnings])[0]
        ?.message ?? null,
  },
};

/** Schemas that a stack's own makers or users publish, by stack. */
const SCHEMAS: Readonly<Record<string, LanguageParser>> = {
  traefik: {
    name: "the schema of Traefik's Middleware",
    problem: (code) => {
      const { http } = parseAllDocuments(code)[0]?.toJS() ?? {};
      const spec = http?.middlewares?.cors;
      if (spec === undefined) return null;
      return message(() => new Middleware({ metadata: { name: "cors" }, spec }).validate());
    },
  },
};

/** What checks the blocks of a stack. */
export function parsersOf(id: string, blocks: readonly Block[]): readonly LanguageParser[] {
  const all = blocks.map(({ language }) => parserOf(language));
  const schema = SCHEMAS[id];
  return [...new Set(schema === undefined ? all : [...all, schema])];
}

/** What is wrong with the blocks of a stack, by the parser of each one's language and the schema. */
export async function problemsOf(id: string, blocks: readonly Block[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { code, file, language } of blocks) {
    const schema = SCHEMAS[id];
    for (const parser of [parserOf(language), ...(schema === undefined ? [] : [schema])]) {
      const problem = await parser.problem(code);
      if (problem !== null) problems.push(`${file}, ${parser.name}: ${problem}`);
    }
  }
  return problems;
}

function parserOf(language: Language): LanguageParser {
  const found = PARSERS[language];
  if (found === undefined) throw new Error(`There is no parser of ${language}.`);
  return found;
}
