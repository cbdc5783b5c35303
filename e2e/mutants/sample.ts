import { readFile, writeFile } from "node:fs/promises";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import fc from "fast-check";

/** One change of the code, in one place. */
export interface Mutant {
  /** Path of the file, from the root. */
  readonly file: string;
  /** The kind of the change, by Stryker's name. */
  readonly kind: string;
  /** The offsets of the replaced code in the file. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly code: string;
  readonly replacement: string;
}

type Files = Parameters<Instrumenter["instrument"]>[0];
type Position = { readonly line: number; readonly column: number };

const SILENT = new Proxy({} as ConstructorParameters<typeof Instrumenter>[0], {
  get: () => () => false,
});

const OPTIONS: Parameters<Instrumenter["instrument"]>[1] = {
  plugins: null,
  excludedMutations: [],
  ignorers: [],
  noHeader: false,
};

/**
 * All changes that Stryker makes to some files.
 * @param root absolute path of the checkout.
 * @param files paths from the root.
 */
export async function mutantsOf(root: string, files: readonly string[]): Promise<Mutant[]> {
  const contents = new Map<string, string>();
  for (const file of files) contents.set(file, await readFile(`${root}/${file}`, "utf8"));
  const inputs: Files = files.map((name) => ({
    name,
    content: contents.get(name) as string,
    mutate: true,
  }));
  const { mutants } = await new Instrumenter(SILENT).instrument(inputs, OPTIONS);
  return mutants.flatMap(({ fileName, location, replacement, mutatorName, status }) => {
    if (status === "Ignored") return [];
    const content = contents.get(fileName) as string;
    const start = offsetAt(content, location.start);
    const end = offsetAt(content, location.end);
    return {
      ...{ file: fileName, kind: mutatorName, start, end, line: location.start.line + 1 },
      ...{ code: content.slice(start, end), replacement },
    };
  });
}

/**
 * Instruments the files of a tree with the changes, each activated by its id.
 * @param root absolute path of a copy of the checkout, whose files are overwritten.
 * @returns the id of each change, in their order.
 */
export async function instrument(root: string, mutants: readonly Mutant[]): Promise<string[]> {
  const inputs: Files[number][] = [];
  const contents = new Map<string, string>();
  for (const file of new Set(mutants.map((mutant) => mutant.file))) {
    const content = await readFile(`${root}/${file}`, "utf8");
    contents.set(file, content);
    const mutate = mutants
      .filter((mutant) => mutant.file === file)
      .map(({ start, end }) => ({
        start: positionAt(content, start),
        end: positionAt(content, end),
      }));
    inputs.push({ name: file, content, mutate });
  }
  const instrumented = await new Instrumenter(SILENT).instrument(inputs, OPTIONS);
  for (const { name, content } of instrumented.files) await writeFile(`${root}/${name}`, content);
  return mutants.map((mutant) => {
    const content = contents.get(mutant.file) as string;
    const found = instrumented.mutants.find(
      ({ fileName, location, replacement }) =>
        fileName === mutant.file &&
        offsetAt(content, location.start) === mutant.start &&
        offsetAt(content, location.end) === mutant.end &&
        replacement === mutant.replacement,
    );
    if (found === undefined) throw new Error(`${mutant.file}:${mutant.line} has no such change`);
    return found.id;
  });
}

/** An offset into a text, as a position. Lines and columns begin at 0. */
function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, column: (lines.at(-1) as string).length };
}

/** A position in a text, as an offset. Lines and columns begin at 0. */
function offsetAt(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) start = text.indexOf("\n", start) + 1;
  return start + column;
}

/** A file's content with a change applied. */
export function applied(content: string, { start, end, replacement }: Mutant): string {
  return `${content.slice(0, start)}${replacement}${content.slice(end)}`;
}

/**
 * `count` of the items, the same ones for the same seed.
 * @param seed any integer.
 */
export function sampled<T>(items: readonly T[], count: number, seed: number): T[] {
  const length = Math.min(count, items.length);
  const subset = fc.shuffledSubarray([...items], { minLength: length, maxLength: length });
  return fc.sample(subset, { seed, numRuns: 1 })[0] as T[];
}
