import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { LabStack } from "./lab-stack.ts";

const HERE = import.meta.dirname;

/** Every stack with a folder here, or those with these ids. */
export async function findStacks(only?: readonly string[]): Promise<LabStack[]> {
  const names = readdirSync(HERE).filter((name) => existsSync(join(HERE, name, `${name}.ts`)));
  const wanted = only === undefined ? names : names.filter((name) => only.includes(name));
  if (wanted.length === 0) throw new Error(`No such stack. There are: ${names.join(", ")}.`);
  const modules = await Promise.all(wanted.map((name) => import(`./${name}/${name}.ts`)));
  return modules.map(({ stack }: { stack: LabStack }) => stack);
}
