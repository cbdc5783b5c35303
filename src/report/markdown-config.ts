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
import type { HeaderLine } from "../http/header-list.ts";
import type { Policy, ServerPolicy } from "../policy/policy.ts";
import { respond } from "../policy/respond.ts";
import { configurationsFor } from "../stacks/configurations.ts";
import { mistakesShown } from "../stacks/mistakes.ts";
import { isForPageAlone } from "../stacks/page-change.ts";
import { allowsSomething, partFor, policyOfServer, serverOf } from "../stacks/recorded-server.ts";
import { hostOf, isForConfiguration } from "../stacks/server-at-fault.ts";
import type { Stack } from "../stacks/stack.ts";
import { say, sayCount } from "../words/words.ts";
import { code, codeBlock, items, prose } from "./markdown-text.ts";
import type { Shareable } from "./redact.ts";
import { ours, type Shown, shown } from "./shown.ts";

/** A problem of a report, reduced to what concerns its server. */
type AtServer = Shareable & { readonly explanation: { readonly remedyHelps?: false } };

/** A server where the report's problems arose, and the one change that fixes them. */
export interface ServerPart {
  /** Its origin: scheme and port distinguish servers on the same machine. */
  readonly server: string;
  /** The recognised stack and its certainty; null if nothing identifies it. */
  readonly stack: { readonly stack: Stack; readonly certainty: string } | null;
  /** The numbers of its problems, from 1. */
  readonly numbers: readonly number[];
  /** The configuration and the numbers of the problems that it fixes; null if it fixes none. */
  readonly once: {
    readonly numbers: readonly number[];
    readonly policy: ServerPolicy;
    /** The stack's snippet; null if there is none, or a value does not fit into one. */
    readonly snippet: readonly string[] | null;
    readonly headers: readonly string[];
  } | null;
}

/**
 * The servers of a report in the order of its problems. A configuration covers everything recorded for its
 * server. Header lines for a whole server are given only if they fix several problems.
 */
export function serverParts(
  problems: readonly AtServer[],
  all: readonly Shareable[],
): readonly ServerPart[] {
  const servers = new Map<string, { readonly problem: AtServer; readonly number: number }[]>();
  problems.forEach((problem, index) => {
    const { server } = serverOf(problem);
    servers.set(server, [...(servers.get(server) ?? []), { problem, number: index + 1 }]);
  });
  return [...servers].map(([server, own]): ServerPart => {
    const recognised = own.map(({ problem }) => serverOf(problem)).find(({ stack }) => stack);
    const stack = recognised?.stack ?? null;
    const sure = recognised?.recognition.candidates[0]?.certainty ?? "possible";
    const certainty = sayCertainty(sure);
    const { policy } = policyOfServer(all, server);
    const unmet = new Set(policy?.unmet.map(({ exchange }) => exchange));
    const covered = own.filter(
      ({ problem }) =>
        isForConfiguration(problem) &&
        !isForPageAlone(problem) &&
        problem.explanation.remedyHelps !== false &&
        !unmet.has(problem.exchange.id),
    );
    const [first] = covered;
    const isPossible =
      policy !== null &&
      policy.parts.length > 0 &&
      policy.parts.every((part) => allowsSomething(part.policy));
    const snippet =
      stack === null || !isPossible || first === undefined
        ? null
        : snippetOf(server, stack, certainty, policy, first.problem, all);
    return {
      server,
      stack: stack === null ? null : { stack, certainty },
      numbers: own.map(({ number }) => number),
      once:
        !isPossible || first === undefined || (snippet === null && covered.length < 2)
          ? null
          : {
              numbers: covered.map(({ number }) => number),
              policy,
              snippet,
              headers: headersOf(server, policy),
            },
    };
  });
}

/**
 * The header lines that the server's configuration gives a problem; null if it does not cover the problem.
 */
export function linesByPart(
  part: ServerPart | undefined,
  problem: Shareable,
  number: number,
): ((isPreflight: boolean) => HeaderLine[]) | null {
  if (!part?.once?.numbers.includes(number)) return null;
  const { policy } = partFor(problem, part.once.policy);
  const { verdict } = problem;
  const origin = verdict.originPerHop[verdict.cause?.hop ?? 0] ?? verdict.initiatorOrigin;
  return (isPreflight) => respond(policy, { origin, isPreflight });
}

/** One line for a server: its origin, its stack and its problems' numbers. */
export function serverLine({ server, stack, numbers }: ServerPart): string {
  const origin = code(shown`${server}`);
  const named =
    stack === null ? origin : `${origin} · ${prose(stack.stack.title)} (${stack.certainty})`;
  return sayCount("report_server", numbers.length, named, numbers.join(", "));
}

/** The one change to a server; empty if no configuration fixes its problems. */
export function changeOnce({ server, once }: ServerPart, asSnippet: boolean): string[] {
  if (once === null) return [];
  return [
    `## ${say("report_heading_change")}: ${code(shown`${server}`)} (${once.numbers.join(", ")})`,
    ...((asSnippet ? once.snippet : null) ?? once.headers),
  ];
}

function snippetOf(
  server: string,
  stack: Stack,
  certainty: string,
  { parts, unmet, open }: ServerPolicy,
  problem: Shareable,
  all: readonly Shareable[],
): string[] | null {
  const [mistake] = mistakesShown(stack, [problem], all);
  const said = mistake === undefined ? null : sayMistake(mistake.mistake);
  const blocks: string[] = [];
  const configurations = configurationsFor(stack, parts);
  if (configurations.length > 1) blocks.push(items([prose(sayPartsApart(stack))]));
  for (const { paths, snippet, refused } of configurations) {
    if (snippet === null) return null;
    const { install, blocks: files } = snippet;
    const unsupported = sayUnsupported(stack, snippet);
    if (unsupported !== null) blocks.push(items([prose(unsupported)]));
    if (refused.length > 0) blocks.push(items(refused.map((one) => prose(sayRefused(one)))));
    if (paths !== null) blocks.push(items([`${say("stack_paths")}: ${pathsOf(paths)}`]));
    if (install !== null) {
      blocks.push(items([say("stack_install")]), codeBlock("sh", [ours(install)]));
    }
    for (const block of files) {
      blocks.push(items([prose(sayWhere(block))]), codeBlock(block.language, [ours(block.code)]));
    }
  }
  const remove = stack.remove.map((one) => code(ours(one))).join(", ");
  return [
    items([
      // The mistake comes first, as it explains the change.
      ...(said === null
        ? []
        : [`${code(ours(said.code))} ${prose(`${said.because} ${said.fix}`)}`]),
      say(
        "report_config",
        prose(`${stack.title}, ${stack.versions.map(sayVersion).join(", ")}`),
        certainty,
        prose(hostOf(server)),
      ),
      ...sayUnmet(unmet).map(prose),
      ...(open.includes("credentials") ? [say("stack_open_credentials")] : []),
    ]),
    ...blocks,
    items([
      [
        ...(remove === "" ? [] : [`${say("stack_remove")}: ${remove}`]),
        ...stack.docs.map((url) => `${say("stack_docs")}: <${url}>`),
      ].join(" · "),
    ]),
  ];
}

/** The policy as header lines: for preflight responses, and for every other response. */
function headersOf(server: string, { parts, open }: ServerPolicy): string[] {
  return [
    ...(open.includes("credentials") ? [items([say("stack_open_credentials")])] : []),
    ...parts.flatMap(({ paths, policy }) => [
      ...(paths === null ? [] : [items([`${say("stack_paths")}: ${pathsOf(paths)}`])]),
      codeBlock("http", [
        ...(policy.preflight
          ? [
              shown`# ${say("report_response_to", `OPTIONS ${server}`)}`,
              shown`HTTP 204`,
              ...linesFor(policy, true),
            ]
          : []),
        shown`# ${say("report_response_to", server)}`,
        ...linesFor(policy, false),
      ]),
    ]),
  ];
}

/** The lines for the first origin, and the value that replaces it for each of the others. */
function linesFor(policy: Policy, isPreflight: boolean): Shown[] {
  const [first = "", ...others] = policy.origins === "*" ? ["*"] : policy.origins;
  return [
    ...respond(policy, { origin: first, isPreflight }).map(
      ([name, value]) => shown`${name}: ${value}`,
    ),
    ...others.map((origin) => shown`# Origin: ${origin} → Access-Control-Allow-Origin: ${origin}`),
  ];
}

/** Further paths are only counted. */
const MOST_PATHS = 8;

function pathsOf(paths: readonly string[]): string {
  const few = paths.slice(0, MOST_PATHS).map((path) => code(shown`${path}`));
  const more = paths.length - few.length;
  return [...few, ...(more > 0 ? [sayCount("stack_paths_more", more)] : [])].join(", ");
}
