import { sayMistake } from "../explanation/stacks/mistakes.ts";
import { sayRefused } from "../explanation/stacks/refused.ts";
import {
  sayCertainty,
  sayPartsApart,
  sayUnmet,
  sayUnsupported,
  sayVersion,
  sayWhere,
} from "../explanation/stacks/snippet-words.ts";
import type { ServerPolicy } from "../policy/policy.ts";
import { configurationsFor } from "../stacks/configurations.ts";
import { mistakesShown } from "../stacks/mistakes.ts";
import {
  partFor,
  policyOfServer,
  type RecordedServer,
  serverOf,
} from "../stacks/recorded-server.ts";
import { hostOf, isForConfiguration } from "../stacks/server-at-fault.ts";
import type { Stack } from "../stacks/stack.ts";
import { say } from "../words/words.ts";
import { checkRecorded } from "./check-commands.ts";
import { code, codeBlock, prose } from "./markdown-text.ts";
import type { Shareable } from "./redact.ts";
import { ours, type Shown, shown } from "./shown.ts";

/** What is done about a problem by a configuration. */
interface Configured {
  /** As Markdown. */
  readonly change: readonly string[];
  /** Commands that check it, with the lines to expect; null where they stand at another problem. */
  readonly commands: readonly Shown[] | null;
}

/** Null where header lines have to do. */
type Configuration = (problem: Shareable, index: number | null) => Configured | null;

/**
 * The configurations of the servers of a report: each for all that was recorded of its server, in
 * full at the first of its problems.
 *
 * @returns null for a problem whose server's stack is not recognised, or that no configuration mends.
 */
export function configurations(all: readonly Shareable[]): Configuration {
  const known = new Map<string, { number: number; unmet: ReadonlySet<string> }>();
  return (problem, index) => {
    if (!isForConfiguration(problem)) return null;
    const recorded = serverOf(problem);
    const { server, stack } = recorded;
    const before = known.get(server);
    if (before === undefined) {
      const { policy } = policyOfServer(all, server);
      if (stack === null || policy === null) return null;
      const unmet = new Set(policy.unmet.map(({ exchange }) => exchange));
      if (unmet.has(problem.exchange.id)) return null;
      const change = configuration(recorded, stack, policy, problem, all);
      if (change === null) return null;
      known.set(server, { number: (index ?? 0) + 1, unmet });
      return { change, commands: checkRecorded(problem, partFor(problem, policy).policy) };
    }
    if (before.unmet.has(problem.exchange.id)) return null;
    const above = say("report_config_above", prose(hostOf(server)), `${before.number}`);
    return { change: [items([above])], commands: null };
  };
}

function configuration(
  { server, recognition }: RecordedServer,
  stack: Stack,
  { parts, unmet, open }: ServerPolicy,
  problem: Shareable,
  recorded: readonly Shareable[],
): string[] | null {
  const certainty = recognition.candidates[0]?.certainty ?? "possible";
  const [mistake] = mistakesShown(stack, [problem], recorded);
  const said = mistake === undefined ? null : sayMistake(mistake.mistake);
  const blocks: string[] = [];
  const all = configurationsFor(stack, parts);
  if (all.length > 1) blocks.push(items([prose(sayPartsApart(stack))]));
  for (const { paths, snippet, refused } of all) {
    if (snippet === null) return null;
    const { install, blocks: files } = snippet;
    const unsupported = sayUnsupported(stack, snippet);
    if (unsupported !== null) blocks.push(items([prose(unsupported)]));
    if (refused.length > 0) blocks.push(items(refused.map((one) => prose(sayRefused(one)))));
    if (paths !== null) {
      const named = paths.map((path) => code(shown`${path}`)).join(", ");
      blocks.push(items([`${say("stack_paths")}: ${named}`]));
    }
    if (install !== null) {
      blocks.push(items([say("stack_install")]), codeBlock("sh", [ours(install)]));
    }
    for (const block of files) {
      blocks.push(items([prose(sayWhere(block))]), codeBlock(block.language, [ours(block.code)]));
    }
  }
  return [
    items([
      // The mistake first: it says why.
      ...(said === null
        ? []
        : [`${code(ours(said.code))} ${prose(`${said.because} ${said.fix}`)}`]),
      say(
        "report_config",
        prose(`${stack.title}, ${stack.versions.map(sayVersion).join(", ")}`),
        sayCertainty(certainty),
        prose(hostOf(server)),
      ),
      ...sayUnmet(unmet).map(prose),
      ...(open.includes("credentials") ? [say("stack_open_credentials")] : []),
    ]),
    ...blocks,
    ...(stack.remove.length === 0
      ? []
      : [
          items([
            `${say("stack_remove")}: ${stack.remove.map((one) => code(ours(one))).join(", ")}`,
          ]),
        ]),
    items(stack.docs.map((url) => `${say("stack_docs")}: <${url}>`)),
  ];
}

const items = (all: readonly string[]) => all.map((item) => `- ${item}`).join("\n");
