import { firstHop, type Hop, judgedHeaders, type Response } from "../exchange/exchange.ts";
import { describeOutcome } from "../explanation/describe-outcome.ts";
import { explainDiagnosed } from "../explanation/diagnosis/explain-diagnosed.ts";
import { explainProblem } from "../explanation/diagnosis/explain-problem.ts";
import { sayWhoseMove } from "../explanation/diagnosis/sides.ts";
import { explainFinding } from "../explanation/explain.ts";
import type { Explanation } from "../explanation/explanation.ts";
import { laneTitle } from "../explanation/lane-title.ts";
import { plainText } from "../explanation/plain-text.ts";
import { preflightReason } from "../explanation/preflight-reason.ts";
import { diagnosedKeyOf } from "../issues/diagnosed-key.ts";
import { issuesAmong } from "../issues/issue.ts";
import { outlineOf, sharedDiagnosis } from "../issues/outline.ts";
import { isProblem } from "../issues/problem.ts";
import { isCauseCode } from "../verdict/codes.ts";
import { LANES } from "../verdict/lane-name.ts";
import type { Basis, Finding, RemedyChange, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say, sayCount } from "../words/words.ts";
import { curlForPreflight, curlForRequest } from "./curl.ts";
import type { HarOptions } from "./har.ts";
import { configurations } from "./markdown-config.ts";
import { cell, code, codeBlock, prose, proseWithHeader } from "./markdown-text.ts";
import type { Shareable } from "./redact.ts";
import { ours, type Shown, shown } from "./shown.ts";

export type MarkdownOptions = HarOptions;

/** A ticket is read by people: beyond these, the HAR is the better file. */
const MOST_PROBLEMS = 25;
const MOST_ROWS = 200;
const LONGEST_VALUE = 1000;

interface Problem extends Shareable {
  readonly explanation: Explanation;
  /** The URLs of the exchanges that this one stands for, itself first. */
  readonly urls: string[];
}

/**
 * The report as a ticket for whoever runs the server: what was asked by which origin, what was
 * answered, what the browser did and why, what to change, and curl commands that show it. Problems
 * in full, identical ones once; the rest as one line each. Pure; never throws, and no value of the
 * exchanges breaks out of its place.
 */
export function toMarkdown(shared: readonly Shareable[], options: MarkdownOptions): string {
  const problems = group(shared);
  const config = configurations(shared);
  const rest = shared.filter(({ verdict }) => !isProblem(verdict));
  const sections = [
    `# ${headline(problems)}`,
    provenance(shared, options),
    ...problems
      .slice(0, MOST_PROBLEMS)
      .map((problem, index) => problemSection(problem, index, config)),
    ...(problems.length > MOST_PROBLEMS
      ? [sayCount("report_further_problems", problems.length - MOST_PROBLEMS)]
      : []),
    ...checkSection(rest),
    ...restSection(rest),
  ];
  return `${sections.join("\n\n")}\n`;
}

/**
 * One exchange as a ticket, whatever its outcome.
 *
 * @param options as for the whole report.
 */
export function exchangeToMarkdown(shared: Shareable, options: MarkdownOptions): string {
  const problem = toProblem(shared);
  return `${problemSection(problem, null, configurations([shared]))}\n\n${provenance([shared], options)}\n`;
}

function toProblem(one: Shareable): Problem {
  return {
    ...one,
    explanation: explainDiagnosed(one.exchange, one.verdict, one.diagnosis),
    urls: [firstHop(one.exchange).url],
  };
}

/** The same problem once, as the panel counts and orders them, with one to speak for all. */
function group(shared: readonly Shareable[]): Problem[] {
  return issuesAmong(shared, diagnosedKeyOf).map(({ items, speaker }) => {
    const others = items.filter((one) => one !== speaker);
    const diagnosis = sharedDiagnosis(speaker.diagnosis, items, (one) => one.diagnosis);
    return {
      ...speaker,
      diagnosis,
      explanation: explainProblem(speaker, diagnosis, outlineOf(items)),
      urls: [speaker, ...others].map(({ exchange }) => firstHop(exchange).url),
    };
  });
}

function headline(problems: readonly Problem[]): string {
  const requests = problems.reduce((sum, problem) => sum + problem.urls.length, 0);
  if (requests === 0) return say("report_title_no_problems");
  const stopped = sayCount("stopped_requests", requests);
  return say("report_title", sayCount("problems_stop", problems.length), stopped);
}

function provenance(shared: readonly Shareable[], options: MarkdownOptions): string {
  const tried = shared.filter(({ exchange }) => exchange.trial).length;
  const { browser, creatorVersion, dropped, includeSecrets } = options;
  return [
    say("report_recorded", prose(`${browser.name} ${browser.version}`), prose(creatorVersion)),
    includeSecrets ? `**${say("report_secrets_included")}**` : say("report_secrets_redacted"),
    say("report_no_bodies"),
    ...(tried > 0 ? [`**${sayCount("report_trial", tried)}**`] : []),
    ...(dropped > 0 ? [sayCount("report_dropped", dropped)] : []),
  ].join(" ");
}

function problemSection(
  problem: Problem,
  index: number | null,
  config: ReturnType<typeof configurations>,
): string {
  const { exchange, verdict, explanation, urls } = problem;
  const number = index === null ? "" : `${index + 1}. `;
  const times = urls.length > 1 ? ` (×${urls.length})` : "";
  const helps = explanation.remedyHelps !== false;
  const configured = helps ? config(problem, index) : null;
  return [
    `## ${number}${prose(explanation.title)}${times}`,
    ...sideOf(problem),
    asked(problem),
    `### ${say("report_heading_answered")}`,
    codeBlock("http", exchange.hops.flatMap(answers)),
    `### ${say("report_heading_why")}`,
    list(
      [`${describeOutcome(verdict)}.`, ...explanation.because, ...ownNames(verdict)].map(
        proseWithHeader,
      ),
    ),
    ...titled(say("report_heading_also_wrong"), helps ? alsoWrong(problem).map(prose) : []),
    ...titled(say("report_heading_change"), explanation.fix.map(proseWithHeader)),
    ...(verdict.remedy === null || !helps
      ? []
      : (configured?.change ?? verdict.remedy.map(change))),
    `### ${say("report_heading_try")}`,
    codeBlock("sh", configured?.commands ?? commands(problem)),
  ].join("\n\n");
}

/** Whose move it is, and how sure that is. */
function sideOf({ diagnosis }: Shareable): string[] {
  const [deepest] = diagnosis;
  if (deepest === undefined) return [];
  return [list([sayWhoseMove(deepest)])];
}

/** What passed, or was never to be read, and is still not what was wanted: each kind once. */
function checkSection(rest: readonly Shareable[]): string[] {
  const found = new Map<string, { problem: Problem; times: number }>();
  for (const one of rest) {
    if (one.diagnosis.length === 0) continue;
    const problem = toProblem(one);
    const { title } = problem.explanation;
    found.set(title, { problem, times: (found.get(title)?.times ?? 0) + 1 });
  }
  if (found.size === 0) return [];
  const kinds = [...found.values()]
    .slice(0, MOST_PROBLEMS)
    .flatMap(({ problem, times }) => [
      `### ${prose(problem.explanation.title)}${times > 1 ? ` (×${times})` : ""}`,
      ...sideOf(problem),
      list(
        [...problem.explanation.because, ...problem.explanation.fix].map((sentence) =>
          proseWithHeader(sentence),
        ),
      ),
    ]);
  return [`## ${say("report_heading_passed")}`, ...kinds];
}

function asked({ exchange, verdict, urls }: Problem): string {
  const { method } = firstHop(exchange);
  const { mode, credentials, preflight } = verdict;
  const reasons = preflight.because.map((reason) =>
    code(ours(preflightReason(reason, LONGEST_VALUE))),
  );
  return list([
    say(
      "report_asked",
      code(shown`${verdict.initiatorOrigin}`),
      code(shown`${method} ${urls[0] ?? ""}`),
    ),
    ...alike([...new Set(urls)].slice(1)),
    say(
      "report_modes",
      code(ours(mode.value)),
      say(BASIS[mode.basis]),
      code(ours(credentials.value)),
      say(BASIS[credentials.basis]),
    ),
    ...(preflight.needed === true
      ? [
          reasons.length === 0
            ? say("report_preflight_needed")
            : say("report_preflight_needed_reasons", reasons.join(", ")),
        ]
      : []),
  ]);
}

const BASIS: Readonly<Record<Basis, MessageName>> = {
  observed: "report_basis_observed",
  inferred: "report_basis_inferred",
  assumed: "report_basis_assumed",
};

function alike(urls: readonly string[]): string[] {
  if (urls.length === 0) return [];
  const few = urls
    .slice(0, 5)
    .map((url) => code(shown`${url}`))
    .join(", ");
  const more = urls.length - 5;
  return [more > 0 ? sayCount("report_alike_more", more, few) : say("report_alike", few)];
}

/** The messages of a hop with the header lines that matter here. */
function answers(hop: Hop): Shown[] {
  const { preflight } = hop;
  return [
    ...(preflight === null ? [] : answer(`OPTIONS ${preflight.url}`, preflight.response)),
    ...answer(`${hop.method} ${hop.url}`, hop.response),
  ];
}

function answer(request: string, response: Response | null): Shown[] {
  if (response === null) return [shown`# ${say("report_no_answer", request)}`];
  return [
    shown`# ${request}`,
    ours(shown`HTTP ${response.status} ${response.statusText}`.trimEnd()),
    ...judgedHeaders(response)
      .filter(([name]) => TELLING.test(name))
      .map(([name, value]) => shown`${name}: ${plainText(value, LONGEST_VALUE)}`),
  ];
}

/** Headers that decide, or that say which layer answered. */
const TELLING =
  /^(?:access-control-.*|cross-origin-.*|vary|location|www-authenticate|allow|content-type|cache-control|age|server|via|x-cache|x-powered-by|cf-ray|cf-mitigated|x-amz[\w-]*id|x-vercel-id|timing-allow-origin)$/i;

function ownNames({ lanes }: Verdict): string[] {
  const names = LANES.flatMap((lane) => {
    const { name } = lanes[lane];
    return name === null ? [] : [say("report_names", laneTitle(lane), name)];
  });
  return names.length === 0 ? [] : [names.join(" ")];
}

/** The other blockers of the exchange, which would show once the first is repaired. */
function alsoWrong({ exchange, verdict, explanation }: Problem): string[] {
  const { cause } = verdict;
  const others = verdict.findings.filter((finding) => isOther(finding, cause));
  const titles = others.map((finding) => explainFinding(exchange, verdict, finding).title);
  return [...new Set(titles)].filter((title) => title !== explanation.title);
}

function isOther(finding: Finding, cause: Verdict["cause"]): boolean {
  if (!isCauseCode(finding.code) || finding.severity !== "blocker") return false;
  return finding.code !== cause?.code || finding.stage !== cause.stage || finding.hop !== cause.hop;
}

function change(one: RemedyChange): string {
  const where = one.stage === "preflight" ? `OPTIONS ${one.url}` : one.url;
  return codeBlock("http", [
    shown`# ${say("report_answer_to", where)}`,
    ...(one.status === null ? [] : [shown`HTTP ${one.status}`]),
    ...one.set.map(({ name, value }) => shown`${name}: ${value}`),
    ...one.remove.map((name) => shown`# ${say("report_remove", name)}`),
  ]);
}

function commands(problem: Problem): Shown[] {
  const preflight = curlForPreflight(problem);
  const request = curlForRequest(problem);
  return preflight === null
    ? [request]
    : [
        shown`# ${say("report_the_preflight")}`,
        preflight,
        ours(""),
        shown`# ${say("report_the_request")}`,
        request,
      ];
}

function titled(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`### ${heading}`, list(items)];
}

/** @param items Markdown already. */
function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function restSection(rest: readonly Shareable[]): string[] {
  if (rest.length === 0) return [];
  const rows = rest.slice(0, MOST_ROWS).map(({ exchange, verdict, diagnosis }) => {
    const { method, url } = firstHop(exchange);
    const why = explainDiagnosed(exchange, verdict, diagnosis).short.replaceAll("|", "\u00a6");
    return `| ${describeOutcome(verdict)} | ${cell(shown`${method}`)} | ${cell(shown`${url}`)} | ${prose(why)} |`;
  });
  const more = rest.length - rows.length;
  const columns = [
    say("report_column_outcome"),
    say("report_column_method"),
    say("report_column_url"),
    say("report_column_why"),
  ];
  return [
    `## ${say("report_heading_rest")}`,
    [`| ${columns.join(" | ")} |`, "|---|---|---|---|", ...rows].join("\n"),
    ...(more > 0 ? [sayCount("report_further_exchanges", more)] : []),
  ];
}
