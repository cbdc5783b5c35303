import { fileOf, shortLine } from "../exchange/calling-line.ts";
import { firstHop } from "../exchange/exchange.ts";
import { ownLine } from "../exchange/stack-frames.ts";
import { isProblem } from "../issues/problem.ts";
import { say, sayCount } from "../words/words.ts";
import type { HarOptions } from "./har.ts";
import { pagesOf } from "./har-pages.ts";
import { changeOnce, serverLine, serverParts } from "./markdown-config.ts";
import { type Problem, problemSection, whoseMove } from "./markdown-problem.ts";
import { code, items, paragraph, prose, proseWithHeader } from "./markdown-text.ts";
import { explained, problemsOf } from "./problems.ts";
import type { Shareable } from "./redact.ts";
import { shown } from "./shown.ts";

export type MarkdownOptions = HarOptions;

/** A ticket is read by people: for more problems the HAR is the better file. */
const MOST_PROBLEMS = 25;
const MOST_CALLERS = 5;

/** The line limit of a ticket with eight problems, and the lines that each further problem adds. */
const MOST_LINES = 120;
const LINES_PER_PROBLEM = 15;

/**
 * The ticket's layouts: the first that fits is used. The roomiest come first, those without snippets last.
 */
const LAYOUTS = [
  { density: "roomy", snippets: true },
  { density: "terse", snippets: true },
  { density: "dense", snippets: true },
  { density: "terse", snippets: false },
  { density: "dense", snippets: false },
  { density: "densest", snippets: false },
] as const;

/**
 * The report as a ticket for the server's owner: when and where it was recorded, each server and its one
 * change, each problem with its checks and evidence, identical ones once; the rest as a number. Pure; never
 * throws, and no value of the exchanges breaks out of its place.
 */
export function toMarkdown(shared: readonly Shareable[], options: MarkdownOptions): string {
  const problems = group(shared);
  const rest = shared.filter(({ verdict }) => !isProblem(verdict));
  return ticket(problems, rest, shared, options);
}

/**
 * One exchange as a ticket, whatever its outcome.
 *
 * @param options as for the whole report.
 */
export function exchangeToMarkdown(shared: Shareable, options: MarkdownOptions): string {
  const isOne = isProblem(shared.verdict);
  const problem = toProblem(shared);
  if (isOne) return ticket([problem], [], [shared], options);
  const section = problemSection(problem, { density: "roomy", number: null, part: undefined });
  return `${[head([], [shared], options), section].join("\n")}`;
}

function ticket(
  all: readonly Problem[],
  rest: readonly Shareable[],
  shared: readonly Shareable[],
  options: MarkdownOptions,
): string {
  const problems = all.slice(0, MOST_PROBLEMS);
  const parts = serverParts(problems, shared);
  const most = Math.max(MOST_LINES, LINES_PER_PROBLEM * problems.length);
  let text = "";
  for (const { density, snippets } of LAYOUTS) {
    text = [
      head(all, shared, options),
      ...(parts.length === 0 ? [] : [items(parts.map(serverLine))]),
      ...parts.flatMap((part) => changeOnce(part, snippets)),
      ...problems.map((problem, index) => {
        const number = index + 1;
        const part = parts.find(({ numbers }) => numbers.includes(number));
        return problemSection(problem, { density, number, part });
      }),
      ...checkSection(rest),
      ...restLine(rest),
    ].join("\n");
    if (text.split("\n").length <= most) break;
  }
  return `${text.trimEnd()}\n`;
}

function toProblem(one: Shareable): Problem {
  return {
    ...one,
    explanation: explained(one),
    urls: [firstHop(one.exchange).url],
  };
}

/** Each problem once, represented by one exchange. */
function group(shared: readonly Shareable[]): Problem[] {
  return problemsOf(shared).map(({ items, speaker, diagnosis, explanation }) => {
    const others = items.filter((one) => one !== speaker);
    const urls = [speaker, ...others].map(({ exchange }) => firstHop(exchange).url);
    return { ...speaker, diagnosis, explanation, urls };
  });
}

/** The number of problems, and how many are omitted; date and browser; the page and the calling lines. */
function head(
  problems: readonly Problem[],
  shared: readonly Shareable[],
  options: MarkdownOptions,
): string {
  const { browser, creatorVersion, dropped, includeSecrets } = options;
  const reported = problems.length > 0 ? problems : shared;
  const last = Math.max(...reported.map(({ exchange }) => exchange.startedAt));
  const tried = shared.filter(({ exchange }) => exchange.trial).length;
  const provenance = [
    ...(Number.isFinite(last) ? [`${minuteOf(last)} ·`] : []),
    say("report_recorded", prose(`${browser.name} ${browser.version}`), prose(creatorVersion)),
    includeSecrets ? `**${say("report_secrets_included")}**` : say("report_secrets_redacted"),
    say("report_no_bodies"),
    ...(tried > 0 ? [`**${sayCount("report_trial", tried)}**`] : []),
    ...(dropped > 0 ? [sayCount("report_dropped", dropped)] : []),
  ].join(" ");
  const further = problems.length - MOST_PROBLEMS;
  const left = further > 0 ? [`**${sayCount("report_further_problems", further)}**`] : [];
  const lines = [provenance, ...left, ...whereFrom(reported, shared)];
  return [`# ${headline(problems)}`, items(lines)].join("\n");
}

function minuteOf(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "";
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function headline(problems: readonly Problem[]): string {
  const requests = problems.reduce((sum, problem) => sum + problem.urls.length, 0);
  if (requests === 0) return say("report_title_no_problems");
  const stopped = sayCount("stopped_requests", requests);
  return say("report_title", sayCount("problems_stop", problems.length), stopped);
}

/** The pages, by URL, or by origin if their navigation was not recorded; and the callers. */
function whereFrom(reported: readonly Shareable[], shared: readonly Shareable[]): string[] {
  const ids = new Set(reported.map(({ exchange }) => exchange.id));
  const pages = pagesOf(shared.map(({ exchange }) => exchange))
    .filter(({ exchanges }) => exchanges.some((id) => ids.has(id)))
    .map(({ title }) => title);
  const origins = reported.map(({ verdict }) => verdict.initiatorOrigin);
  const lines = reported.flatMap(({ exchange }) => {
    const line = ownLine(exchange);
    const { workerScript } = exchange;
    if (line === null) return workerScript === undefined ? [] : [fileOf(workerScript)];
    return [shortLine(line)];
  });
  const page = say("report_page", named(pages.length > 0 ? pages : origins));
  return [lines.length === 0 ? page : `${page} · ${say("report_callers", named(lines))}`];
}

function named(values: readonly string[]): string {
  const all = [...new Set(values)];
  const few = all.slice(0, MOST_CALLERS).map((one) => code(shown`${one}`));
  return [...few, ...(all.length > few.length ? ["…"] : [])].join(", ");
}

/**
 * Requests that passed, or whose response is not readable by design, but that still have a diagnosis: each
 * kind once.
 */
function checkSection(rest: readonly Shareable[]): string[] {
  const found = new Map<string, { problem: Problem; times: number }>();
  for (const one of rest) {
    if (one.diagnosis.length === 0) continue;
    const problem = toProblem(one);
    const { title } = problem.explanation;
    found.set(title, { problem, times: (found.get(title)?.times ?? 0) + 1 });
  }
  if (found.size === 0) return [];
  const kinds = [...found.values()].slice(0, MOST_PROBLEMS).map(({ problem, times }) => {
    const { title, because, fix } = problem.explanation;
    const name = `${prose(title)}${times > 1 ? ` (×${times})` : ""}.`;
    return paragraph([name, ...whoseMove(problem), ...[...because, ...fix].map(proseWithHeader)]);
  });
  const further = found.size - kinds.length;
  return [
    `## ${say("report_heading_passed")}`,
    items([...kinds, ...(further > 0 ? [sayCount("report_further_kinds", further)] : [])]),
  ];
}

/** The page's own navigation is not counted, as it is recorded only if recording began before it. */
function restLine(rest: readonly Shareable[]): string[] {
  const count = rest.filter(({ exchange }) => exchange.resourceType !== "main_frame").length;
  return count === 0 ? [] : [items([sayCount("report_others", count)])];
}
