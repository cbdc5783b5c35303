import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Middleware } from "@kubernetes-models/traefik/traefik.io/v1alpha1/Middleware";
import treeSitter from "@vscode/tree-sitter-wasm";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { parseAllDocuments } from "yaml";
import type { Block, Language } from "../../src/stacks/stack.ts";

/** A parser for a language: returns the first error, or null. */
interface LanguageParser {
  readonly name: string;
  readonly problem: (code: string) => string | null | Promise<string | null>;
}

const WASM = dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm"));

/** The grammar of a programming language; `around` makes a complete file from a fragment. */
interface Grammar {
  readonly name: string;
  readonly around?: (code: string) => string;
}

const GRAMMARS: Readonly<Partial<Record<Language, Grammar>>> = {
  csharp: { name: "c-sharp" },
  go: { name: "go" },
  ini: { name: "ini", around: (code) => `${code}\n` },
  java: {
    name: "java",
    // A fragment of a class or of a method, unless it is a file.
    around: (code) => {
      if (/^import /.test(code)) return code;
      return /^@Bean/.test(code) ? `class A {\n${code}\n}` : `class A { void a() {\n${code}\n} }`;
    },
  },
  javascript: { name: "javascript" },
  php: { name: "php" },
  python: { name: "python" },
  ruby: { name: "ruby" },
  rust: {
    name: "rust",
    around: (code) => (/^use /.test(code) ? code : `fn main() {\n${code}\n}`),
  },
  shell: { name: "bash" },
  typescript: { name: "typescript" },
};

const parsers = new Map<Language, Promise<treeSitter.Parser>>();

async function loadParser(name: string): Promise<treeSitter.Parser> {
  await treeSitter.Parser.init({ locateFile: (file: string) => join(WASM, file) });
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(join(WASM, `tree-sitter-${name}.wasm`)));
  return parser;
}

/** The root of the syntax tree; null if the language has no grammar. */
async function treeOf(language: Language, code: string): Promise<treeSitter.Node | null> {
  const grammar = GRAMMARS[language];
  if (grammar === undefined) return null;
  const parser = parsers.get(language) ?? loadParser(grammar.name);
  parsers.set(language, parser);
  return (await parser).parse(grammar.around?.(code) ?? code)?.rootNode ?? null;
}

function bySyntaxTree(language: Language): LanguageParser {
  return {
    name: `tree-sitter (${GRAMMARS[language]?.name})`,
    problem: async (code) => {
      const root = await treeOf(language, code);
      if (root === null) return "nothing was parsed";
      if (!root.hasError) return null;
      const wrong = root.descendantsOfType("ERROR")[0] ?? null;
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
  csharp: bySyntaxTree("csharp"),
  ini: bySyntaxTree("ini"),
  java: bySyntaxTree("java"),
  javascript: bySyntaxTree("javascript"),
  json: { name: "JSON.parse", problem: (code) => message(() => JSON.parse(code)) },
  php: bySyntaxTree("php"),
  python: bySyntaxTree("python"),
  rust: bySyntaxTree("rust"),
  shell: bySyntaxTree("shell"),
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

/**
 * The structure of code without its values: equal for two fragments that differ only in values, each in a
 * literal of the same type.
 * @returns null if the language has no parser.
 */
export async function shapeOf(language: Language, code: string): Promise<string | null> {
  switch (language) {
    case "json":
      return types(JSON.parse(code));
    case "yaml":
      return types(parseAllDocuments(code).map((document) => document.toJS()));
    case "xml":
      return types(new XMLParser({ ignoreAttributes: false, parseTagValue: false }).parse(code));
    default: {
      const root = await treeOf(language, code);
      return (
        root
          ?.toString()
          // A pattern has as many escapes as its origin has dots.
          .replaceAll(" (escape_sequence)", "")
          // Ruby has two notations for a symbol.
          .replaceAll("(delimited_symbol (string_content))", "(simple_symbol)") ?? null
      );
    }
  }
}

/** A value with each part replaced by its type. */
function types(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null ? part : typeof part,
  );
}

/** Schemas that a stack's makers or users publish, by stack. */
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

/** The parsers for the blocks of a stack. */
export function parsersOf(id: string, blocks: readonly Block[]): readonly LanguageParser[] {
  const all = blocks.map(({ language }) => parserOf(language));
  const schema = SCHEMAS[id];
  return [...new Set(schema === undefined ? all : [...all, schema])];
}

/** The errors in the blocks of a stack, by the parser of each one's language and the schema. */
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
