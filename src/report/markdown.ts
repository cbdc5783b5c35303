import {
  type Exchange,
  firstHop,
  type Hop,
  judgedHeaders,
  type Response,
} from "../exchange/exchange.ts";
import { describeOutcome, explain, explainFinding } from "../explanation/explain.ts";
import type { Explanation } from "../explanation/explanation.ts";
import { plainText } from "../explanation/plain-text.ts";
import { isCauseCode } from "../verdict/codes.ts";
import type { Finding, RemedyChange, Verdict } from "../verdict/verdict.ts";
import { curlForPreflight, curlForRequest } from "./curl.ts";
import type { HarOptions } from "./har.ts";
import { cell, code, codeBlock, prose, proseWithHeader } from "./markdown-text.ts";
import { type Judged, redactJudged } from "./redact.ts";

export type MarkdownOptions = Omit<HarOptions, "pages">;

/** A ticket is read by people: beyond these, the HAR is the better file. */
const MOST_PROBLEMS = 25;
const MOST_ROWS = 200;
const LONGEST_VALUE = 1000;

interface Problem extends Judged {
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
export function toMarkdown(judged: readonly Judged[], options: MarkdownOptions): string {
  const shown = options.includeSecrets ? judged : judged.map(redactJudged);
  const problems = group(shown.filter(isProblem));
  const rest = shown.filter((one) => !isProblem(one));
  const sections = [
    `# CORS report: ${headline(problems)}`,
    provenance(options),
    ...problems.slice(0, MOST_PROBLEMS).map(problemSection),
    ...(problems.length > MOST_PROBLEMS
      ? [`${problems.length - MOST_PROBLEMS} further problems are left out here; the HAR has them.`]
      : []),
    ...restSection(rest),
  ];
  return `${sections.join("\n\n")}\n`;
}

/**
 * One exchange as a ticket, whatever its outcome.
 *
 * @param options as for the whole report.
 */
export function exchangeToMarkdown(judged: Judged, options: MarkdownOptions): string {
  const one = options.includeSecrets ? judged : redactJudged(judged);
  const problem = toProblem(one);
  return `${problemSection(problem, null)}\n\n${provenance(options)}\n`;
}

function isProblem({ verdict }: Judged): boolean {
  return verdict.outcome === "blocked" || verdict.outcome === "failed";
}

function toProblem(one: Judged): Problem {
  return {
    ...one,
    explanation: explain(one.exchange, one.verdict),
    urls: [firstHop(one.exchange).url],
  };
}

/** Identical problems become one, those that CORS explains first, then the most frequent. */
function group(judged: readonly Judged[]): Problem[] {
  const groups = new Map<string, Problem>();
  for (const one of judged) {
    const problem = toProblem(one);
    const key = kindOf(one);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, problem);
    else known.urls.push(...problem.urls);
  }
  const rank = (problem: Problem) => (problem.verdict.cause?.family === "cors" ? 0 : 1);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.urls.length - a.urls.length);
}

/** What makes two problems the same: everything that was judged, whatever the path. */
function kindOf({ exchange, verdict }: Judged): string {
  const { cause, certainty, findings, initiatorOrigin } = verdict;
  const hops = exchange.hops.map((hop) => [hop.origin, hop.method, hop.response?.status]);
  return JSON.stringify([initiatorOrigin, hops, cause, certainty, findings]);
}

function headline(problems: readonly Problem[]): string {
  const requests = problems.reduce((sum, problem) => sum + problem.urls.length, 0);
  if (requests === 0) return "no problems";
  const stop = problems.length === 1 ? "1 problem stops" : `${problems.length} problems stop`;
  return `${stop} ${requests} ${requests === 1 ? "request" : "requests"}`;
}

function provenance(options: MarkdownOptions): string {
  const { browser, creatorVersion, dropped, includeSecrets } = options;
  return [
    `Recorded in ${prose(`${browser.name} ${browser.version}`)} by Crosscheck ${prose(creatorVersion)}.`,
    includeSecrets ? "**Secrets are included.**" : "Secrets are redacted.",
    "Bodies were not recorded.",
    ...(dropped > 0 ? [`${dropped} older exchanges had been dropped.`] : []),
  ].join(" ");
}

function problemSection(problem: Problem, index: number | null): string {
  const { exchange, verdict, explanation, urls } = problem;
  const number = index === null ? "" : `${index + 1}. `;
  const times = urls.length > 1 ? ` (×${urls.length})` : "";
  return [
    `## ${number}${prose(explanation.title)}${times}`,
    asked(problem),
    "### What the server answered",
    codeBlock("http", exchange.hops.flatMap(answers)),
    "### What the browser did, and why",
    list(
      [`${describeOutcome(verdict)}.`, ...explanation.because, ...ownNames(verdict)].map(
        proseWithHeader,
      ),
    ),
    ...titled("### Also wrong", alsoWrong(problem).map(prose)),
    ...titled("### What to change", explanation.fix.map(proseWithHeader)),
    ...(verdict.remedy === null ? [] : verdict.remedy.map(change)),
    "### See for yourself",
    codeBlock("sh", commands(exchange, verdict)),
  ].join("\n\n");
}

function asked({ exchange, verdict, urls }: Problem): string {
  const { method } = firstHop(exchange);
  const { mode, credentials, preflight } = verdict;
  const others = [...new Set(urls)].slice(1);
  return [
    `- The page on ${code(verdict.initiatorOrigin)} asked for ${code(`${method} ${urls[0] ?? ""}`)}`,
    ...(others.length === 0
      ? []
      : [
          `- Alike: ${others.slice(0, 5).map(code).join(", ")}${others.length > 5 ? `, and ${others.length - 5} more` : ""}`,
        ]),
    `- Mode ${code(mode.value ?? "unknown")} (${mode.basis}), credentials ${code(credentials.value ?? "unknown")} (${credentials.basis})`,
    ...(preflight.needed === true
      ? [
          `- A preflight is needed${preflight.because.length > 0 ? ` because of ${preflight.because.map(code).join(", ")}` : ""}`,
        ]
      : []),
  ].join("\n");
}

/** The messages of a hop with the header lines that matter here. */
function answers(hop: Hop): string[] {
  const { preflight } = hop;
  return [
    ...(preflight === null ? [] : answer(`OPTIONS ${preflight.url}`, preflight.response)),
    ...answer(`${hop.method} ${hop.url}`, hop.response),
  ];
}

function answer(request: string, response: Response | null): string[] {
  if (response === null) return [`# ${request}: no answer`];
  return [
    `# ${request}`,
    `HTTP ${response.status} ${response.statusText}`.trimEnd(),
    ...judgedHeaders(response)
      .filter(([name]) => TELLING.test(name))
      .map(([name, value]) => `${name}: ${plainText(value, LONGEST_VALUE)}`),
  ];
}

/** Headers that decide, or that say which layer answered. */
const TELLING =
  /^(?:access-control-.*|cross-origin-.*|vary|location|www-authenticate|allow|content-type|cache-control|age|server|via|x-cache|x-powered-by|cf-ray|cf-mitigated|x-amz[\w-]*id|x-vercel-id|timing-allow-origin)$/i;

function ownNames({ lanes }: Verdict): string[] {
  const names = [
    ...(lanes.chromium.name === null ? [] : [`Chromium calls it ${lanes.chromium.name}.`]),
    ...(lanes.gecko.name === null ? [] : [`Firefox calls it ${lanes.gecko.name}.`]),
  ];
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
    `# answer to ${where}`,
    ...(one.status === null ? [] : [`HTTP ${one.status}`]),
    ...one.set.map(({ name, value }) => `${name}: ${value}`),
    ...one.remove.map((name) => `# remove: ${name}`),
  ]);
}

function commands(exchange: Exchange, verdict: Verdict): string[] {
  const preflight = curlForPreflight(exchange, verdict);
  const request = curlForRequest(exchange, verdict);
  return preflight === null
    ? [request]
    : ["# the preflight", preflight, "", "# the request", request];
}

function titled(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [heading, list(items)];
}

/** @param items Markdown already. */
function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function restSection(rest: readonly Judged[]): string[] {
  if (rest.length === 0) return [];
  const rows = rest.slice(0, MOST_ROWS).map(({ exchange, verdict }) => {
    const { method, url } = firstHop(exchange);
    const why = explain(exchange, verdict).short.replaceAll("|", "\u00a6");
    return `| ${describeOutcome(verdict)} | ${cell(method)} | ${cell(url)} | ${prose(why)} |`;
  });
  const more = rest.length - rows.length;
  return [
    "## Everything else",
    ["| Outcome | Method | URL | Why |", "|---|---|---|---|", ...rows].join("\n"),
    ...(more > 0 ? [`${more} further exchanges are left out here; the HAR has them.`] : []),
  ];
}
