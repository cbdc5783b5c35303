import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseSync } from "vite";
import { expect, it } from "vitest";
import { CODES, NOTE_CODES } from "./verdict/codes.ts";

const SRC = import.meta.dirname;
const ALL: ReadonlySet<string> = new Set([...Object.keys(CODES), ...NOTE_CODES]);

/** More codes than this side by side are a list, which a new code would have to be added to. */
const FEW = 2;

/** Lists that stand elsewhere, and why no new code can be forgotten in them. */
const EXCEPTIONS: readonly { readonly path: RegExp; readonly because: string }[] = [
  {
    path: /^explanation\/catalogue\/catalogue\.ts$/,
    because: "catalogue.test.ts finds the entry that is missing",
  },
  {
    path: /^verdict\/code-names\.ts$/,
    because: "the compiler asks for the browsers' names of every cause",
  },
  {
    path: /^diagnosis\/rules\/the-verdict\.ts$/,
    because: "names the side of some causes; any other has the side of its family",
  },
  {
    path: /^diagnosis\/rules\/header-misspelt\.ts$/,
    because: "a header can be misspelt only where a cause says that this one is missing",
  },
  {
    path: /^verdict\/(?:rules\/|decide)/,
    because: "a rule names the few alternatives that its own evidence leaves open",
  },
];

/** A node of the syntax tree (ESTree), as far as we look at it. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The largest number of different codes that stand side by side in one list of a source text. */
function longestList(text: string): number {
  let longest = 0;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (!isNode(value)) return;
    longest = Math.max(longest, new Set(listedIn(value).filter((one) => ALL.has(one))).size);
    visit(Object.values(value));
  };
  visit(parseSync("a.tsx", text).program);
  return longest;
}

/** What a node lists: elements, keys, cases, the members of a type, the operands of `||`. */
function listedIn(node: Node): string[] {
  switch (node.type) {
    case "ArrayExpression":
      return nodes(node.elements).flatMap(textOf);
    case "ObjectExpression":
      return nodes(node.properties).flatMap(({ key }) => textOf(key));
    case "SwitchStatement":
      return nodes(node.cases).flatMap(({ test }) => textOf(test));
    case "TSUnionType":
      return nodes(node.types).flatMap(({ literal }) => textOf(literal));
    case "LogicalExpression":
    case "BinaryExpression":
      return [node.left, node.right].flatMap((side) =>
        isNode(side) ? [...textOf(side), ...listedIn(side)] : [],
      );
    default:
      return [];
  }
}

function textOf(node: unknown): string[] {
  if (!isNode(node)) return [];
  const text = node.type === "Identifier" ? node.name : node.value;
  return typeof text === "string" ? [text] : [];
}

const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test[.-]/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

it("lists codes only in verdict/codes.ts, except for listed exceptions", () => {
  const lists = files
    .filter((path) => longestList(readFileSync(path, "utf8")) > FEW)
    .map((path) => relative(SRC, path))
    .filter((path) => path !== "verdict/codes.ts");
  const excused = (one: string) => EXCEPTIONS.some(({ path }) => path.test(one));
  expect(lists.filter((path) => !excused(path))).toEqual([]);
  expect(EXCEPTIONS.filter(({ path }) => !lists.some((one) => path.test(one)))).toEqual([]);
});

it.each([
  ["an array", `new Set(["orb", "csp", "integrity"])`],
  ["an object", `const REASONS = { orb: 1, csp: 2, "tls-error": 3 };`],
  ["cases", `switch (code) { case "orb": case "csp": case "tls-error": return true; }`],
  ["a type", `type Few = "orb" | "csp" | "tls-error";`],
  ["comparisons", `const few = code === "orb" || code === "csp" || code === "tls-error";`],
])("would notice a list that is %s", (_name, text) => {
  expect(longestList(text)).toBe(3);
  expect(longestList(text.replace("tls-error", "no code").replace("integrity", "none"))).toBe(2);
});
