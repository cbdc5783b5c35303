import type { Seen } from "../lab/call.ts";
import { caseOf } from "../lab/cases/case.ts";
import { type Lab, type LabRequest, startLab } from "../lab/lab.ts";
import { serveArena } from "./arena.ts";
import { inBatches, stageAll } from "./run-scenarios.ts";
import type { PageName, Scenario } from "./scenario.ts";
import type { Staged } from "./stage.ts";

/** A scenario that the extension changed something about. */
export interface Harm {
  readonly seed: number;
  readonly without: string;
  readonly with: string;
}

/** A browser in which calls are made and nobody judges them. */
export interface Visitor {
  /** Makes the calls of one page in a tab of their own; resolves when nothing is under way. */
  visit(
    lab: Lab,
    where: PageName,
    staged: readonly Staged[],
  ): Promise<Readonly<Record<string, Seen>>>;
  close(): Promise<void>;
}

/** How to start a browser without the extension, and one with its panel open. */
export interface Visitors {
  plain(lab: Lab): Promise<Visitor>;
  observed(lab: Lab, extension: string | undefined): Promise<Visitor>;
}

/** What a scenario was like for the page and for the servers. */
interface Impression {
  readonly seen: string;
  readonly requests: readonly string[];
}

/**
 * Runs the same scenarios in a browser without and in one with the extension, its panel open.
 *
 * @returns those for which the page or a server could tell the difference.
 */
export async function findHarm(
  scenarios: readonly Scenario[],
  visitors: Visitors,
  extension?: string,
): Promise<Harm[]> {
  const lab = await startLab({ secure: true });
  await serveArena(lab);
  const staged = stageAll(lab, scenarios);
  try {
    const without = await impressions(await visitors.plain(lab), lab, staged);
    const withIt = await impressions(await visitors.observed(lab, extension), lab, staged);
    return staged.flatMap(({ id, scenario: { seed } }) => {
      const before = tell(without.get(id));
      const after = tell(withIt.get(id));
      return before === after ? [] : [{ seed, without: before, with: after }];
    });
  } finally {
    await lab.close();
  }
}

async function impressions(
  visitor: Visitor,
  lab: Lab,
  staged: readonly Staged[],
): Promise<ReadonlyMap<string, Impression>> {
  try {
    return new Map(
      await inBatches(staged, async (where, batch) => {
        const before = lab.requests.length;
        const seen = await visitor.visit(lab, where, batch);
        const requests = lab.requests.slice(before);
        return batch.map(({ id }): [string, Impression] => {
          const mine = requests.filter(({ target }) => caseOf(`http://any${target}`) === id);
          const { outcome, detail } = seen[id] ?? { outcome: "nothing", detail: "" };
          return [id, { seen: `${outcome} (${detail})`, requests: mine.map(inShort) }];
        });
      }),
    );
  } finally {
    await visitor.close();
  }
}

function inShort({ method, target, headers }: LabRequest): string {
  // What tells one run of a call from the next is new each time.
  const path = target.replace(/&run=[^&]*/, "");
  return `${method} ${path} ${headers.map(([name, value]) => `${name}: ${value}`).join(" | ")}`;
}

function tell(impression: Impression | undefined): string {
  if (impression === undefined) return "nothing";
  return [impression.seen, ...impression.requests].join("\n    ");
}
