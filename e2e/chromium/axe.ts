import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright";

/** The source text of axe, for a document of any browser. */
export const AXE = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

/** The violations that axe finds in a page, as lines: rule, then the elements. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(AXE);
  return page.evaluate(RUN_AXE);
}

/** Runs in the document where axe was evaluated; sent as text. */
export async function RUN_AXE(): Promise<string[]> {
  type Result = { id: string; nodes: { target: unknown[]; failureSummary?: string }[] };
  type Axe = { run(): Promise<{ violations: Result[] }> };
  const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
  );
}
