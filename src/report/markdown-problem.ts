import { type Exchange, firstHop, judgedHeaders, type Response } from "../exchange/exchange.ts";
import { ownLine } from "../exchange/stack-frames.ts";
import { describeOutcome } from "../explanation/describe-outcome.ts";
import { sayWhoseMove } from "../explanation/diagnosis/sides.ts";
import { explainFinding } from "../explanation/explain.ts";
import type { Explanation } from "../explanation/explanation.ts";
import { laneTitle } from "../explanation/lane-title.ts";
import { plainText } from "../explanation/plain-text.ts";
import { preflightReason } from "../explanation/preflight-reason.ts";
import type { HeaderLine } from "../http/header-list.ts";
import { isCauseCode } from "../verdict/codes.ts";
import { LANES } from "../verdict/lane-name.ts";
import type { Basis, Finding, RemedyChange, Stage, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say, sayCount } from "../words/words.ts";
import { curlForPreflight, curlForRequest } from "./curl.ts";
import { linesByPart, type ServerPart } from "./markdown-config.ts";
import {
  codeBlock,
  folded,
  foldedBlocks,
  items,
  paragraph,
  prose,
  proseWithHeader,
} from "./markdown-text.ts";
import type { Shareable } from "./redact.ts";
import { ours, type Shown, shown } from "./shown.ts";

const LONGEST_VALUE = 1000;
/** The first reasons say what happened; the rest is evidence. */
const REASONS_SHOWN = 2;
const MOST_ALIKE = 5;

/** A problem with all its requests. */
export interface Problem extends Shareable {
  readonly explanation: Explanation;
  /** The URLs of the exchanges that this one represents, its own first. */
  readonly urls: readonly string[];
}

/**
 * "roomy": an item per change, a line per evidence header. "terse": one item, a line per message. "dense":
 * evidence in one line, commands without notes. "densest": each command's expected output in one line.
 */
export type Density = "roomy" | "terse" | "dense" | "densest";

/** The layout of a problem. */
export interface Setting {
  readonly density: Density;
  /** Its number in the report, from 1; null if it is the only one. */
  readonly number: number | null;
  /** Its server. */
  readonly part: ServerPart | undefined;
}

/**
 * A problem: the side that must act, the cause, its own change, the commands to check it, and the collapsed
 * evidence. It ends with a blank line, which ends the evidence block.
 */
export function problemSection(problem: Problem, setting: Setting): string {
  const { explanation, urls, verdict } = problem;
  const { density, number, part } = setting;
  const times = urls.length > 1 ? ` (×${urls.length})` : "";
  const lines = linesByPart(part, problem, number ?? 1);
  const changes = changesOf(problem, lines !== null);
  const cause = [
    ...whoseMove(problem),
    // The reasons are about the request that represents them all.
    ...(urls.length > 1 ? [prose(say("issue_newest"))] : []),
    ...explanation.because.slice(0, shownReasons(problem)).map(proseWithHeader),
  ];
  return [
    `## ${number === null ? "" : `${number}. `}${prose(explanation.title)}${times}`,
    ...(density === "roomy"
      ? [items([paragraph(cause), ...changes])]
      : [items([paragraph([...cause, ...ending(changes)])])]),
    ...(lines === null && explanation.remedyHelps !== false
      ? (verdict.remedy ?? []).filter((one) => !isSaid(one, explanation)).map(change)
      : []),
    codeBlock("sh", commands(problem, lines, density)),
    evidence(problem, density),
    "",
  ]
    .filter((block, index, all) => block !== "" || index === all.length - 1)
    .join("\n");
}

/** All reasons if the verdict is ambiguous: then they are not details. */
function shownReasons({ verdict }: Problem): number {
  return verdict.certainty === "ambiguous" ? Number.POSITIVE_INFINITY : REASONS_SHOWN;
}

/** The side that must act, and its certainty, as the beginning of a paragraph. */
export function whoseMove({ diagnosis: [deepest] }: Shareable): string[] {
  return deepest === undefined ? [] : [`**${prose(sayWhoseMove(deepest))}.**`];
}

function ending(changes: readonly string[]): string[] {
  return changes.length === 0 ? [] : [`**${say("report_heading_change")}:**`, ...changes];
}

/** The changes as Markdown, except those that the server's configuration already makes. */
function changesOf(problem: Problem, isCovered: boolean): string[] {
  const { explanation } = problem;
  const general = say("why_allow_origin_several");
  const others = explanation.remedyHelps === false ? [] : alsoWrong(problem);
  return [
    ...explanation.fix
      .filter((sentence) => !isCovered || sentence !== general)
      .map(proseWithHeader),
    ...(others.length === 0
      ? []
      : [`${say("report_heading_also_wrong")}: ${prose(others.join("; "))}`]),
  ];
}

/** The exchange's other blockers, which would show once the first is fixed. */
function alsoWrong({ exchange, verdict, explanation }: Problem): string[] {
  const { cause } = verdict;
  const others = verdict.findings.filter(
    (finding) => isOther(finding, cause) && !explanation.covers?.includes(finding),
  );
  const titles = others.map((finding) => explainFinding(exchange, verdict, finding).title);
  const advice = explanation.fix.join("\n");
  return [...new Set(titles)]
    .filter((title) => title !== explanation.title)
    .filter((title) => !advice.includes(HEADER_LINE.exec(title)?.[0] ?? "\n\n"));
}

/** A header line that both a title and the advice contain. */
const HEADER_LINE = /Access-Control-[\w-]+: \S+/;

function isOther(finding: Finding, cause: Verdict["cause"]): boolean {
  if (!isCauseCode(finding.code) || finding.severity !== "blocker") return false;
  return finding.code !== cause?.code || finding.stage !== cause.stage || finding.hop !== cause.hop;
}

/** Whether the sentences already state the whole change, so that its lines would only repeat them. */
function isSaid({ status, set, remove }: RemedyChange, { fix }: Explanation): boolean {
  if (status !== null || remove.length > 0) return false;
  return set.every(({ name, value }) => {
    const line = plainText(`${name}: ${value}`);
    return fix.some((sentence) => sentence.endsWith(line));
  });
}

function change(one: RemedyChange): string {
  const where = one.stage === "preflight" ? `OPTIONS ${one.url}` : one.url;
  return codeBlock("http", [
    shown`# ${say("report_response_to", where)}`,
    ...(one.status === null ? [] : [shown`HTTP ${one.status}`]),
    ...one.set.map(({ name, value }) => shown`${name}: ${value}`),
    ...one.remove.map((name) => shown`# ${say("report_remove", name)}`),
  ]);
}

type LinesByPart = ReturnType<typeof linesByPart>;

/** Each command on a line, followed by its expected output after the change. */
function commands(problem: Problem, lines: LinesByPart, density: Density): Shown[] {
  const isDense = density.startsWith("dense");
  const preflight = curlForPreflight(problem);
  const shows = (stage: Stage): Shown[] => {
    const all = expected(problem, stage, lines);
    return density === "densest" && all.length > 1 ? [ours(all.join(" "))] : all;
  };
  return [
    ...(preflight === null ? [] : [onOneLine(preflight, isDense), ...shows("preflight")]),
    onOneLine(curlForRequest(problem), isDense),
    ...shows("response"),
  ];
}

/** Quoted values contain no line break: line breaks occur only between words, or before the command. */
function onOneLine(command: Shown, isDense: boolean): Shown {
  const line = command.replaceAll(" \\\n  ", " ");
  return ours(isDense ? line.replace(/^# .*\n/, "") : line);
}

/**
 * A command's expected output after the change: the changed lines, or the allowing lines of a response that
 * needs no change; from the server's configuration if there is one. If no header helps, the recorded status.
 */
function expected(problem: Problem, stage: Stage, lines: LinesByPart): Shown[] {
  const { exchange, verdict, explanation } = problem;
  const hop = verdict.cause?.hop ?? 0;
  const { remedy } = verdict;
  if (remedy === null || explanation.remedyHelps === false) {
    return verdict.cause?.stage === stage ? recorded(exchange, hop, stage) : [];
  }
  const isPreflight = stage === "preflight";
  const found = remedy.find(
    (one) => one.hop === hop && (one.stage === "preflight") === isPreflight,
  ) ?? { status: null, set: linesKept(exchange, hop, isPreflight) };
  const names = new Set(found.set.map(({ name }) => name.toLowerCase()));
  const wanted: readonly HeaderLine[] =
    lines?.(isPreflight).filter(([name]) => names.has(name.toLowerCase())) ??
    found.set.map(({ name, value }) => [name, value] as const);
  return [
    ...(isPreflight && found.status !== null ? [shown`# ${say("report_expect_success")}`] : []),
    ...wanted.map(
      ([name, value]) =>
        shown`# ${say("report_expect", plainText(`${name}: ${value}`, LONGEST_VALUE))}`,
    ),
  ];
}

/** The allowing headers of a response that needs no change; they must be kept. */
function linesKept({ hops }: Exchange, index: number, isPreflight: boolean) {
  const hop = hops[index];
  const response = isPreflight ? hop?.preflight?.response : hop?.response;
  return (response?.headers ?? [])
    .filter(([name]) => ALLOWING.test(name))
    .map(([name, value]) => ({ name, value }));
}

const ALLOWING = /^access-control-allow-(?:origin|credentials|methods|headers)$/i;

function recorded(exchange: Exchange, hop: number, stage: Stage): Shown[] {
  const at = exchange.hops[hop];
  const response = (stage === "preflight" ? at?.preflight?.response : at?.response) ?? null;
  return response === null ? [] : [shown`# ${say("report_recorded_status", statusLine(response))}`];
}

const statusLine = ({ status, statusText }: Response) => `HTTP ${status} ${statusText}`.trimEnd();

/** The request, the response, the browser's reaction, and the reasons. */
function evidence(problem: Problem, density: Density): string {
  const title = say("report_evidence");
  const { exchange, verdict, explanation, urls } = problem;
  const { mode, credentials, preflight, initiatorOrigin } = verdict;
  const { method } = firstHop(exchange);
  const from = ownLine(exchange);
  const reasons = preflight.because.map((reason) => preflightReason(reason, LONGEST_VALUE));
  const requested = [
    say(
      "report_requested",
      plainText(initiatorOrigin),
      plainText(`${method} ${urls[0] ?? ""}`, LONGEST_VALUE),
    ),
    say(
      "report_modes",
      mode.value,
      say(BASIS[mode.basis]),
      credentials.value,
      say(BASIS[credentials.basis]),
    ),
    ...(preflight.needed !== true
      ? []
      : [
          reasons.length === 0
            ? say("report_preflight_needed")
            : say("report_preflight_needed_reasons", reasons.join(", ")),
        ]),
    ...(from === null
      ? []
      : [
          say(
            "report_callers",
            plainText(`${from.url}:${from.line}:${from.column}`, LONGEST_VALUE),
          ),
        ]),
  ].map((sentence) => `${sentence}.`);
  const why = [
    `${describeOutcome(verdict)}.`,
    ...explanation.because.slice(shownReasons(problem)),
    ...LANES.flatMap((lane) => {
      const { name } = verdict.lanes[lane];
      return name === null ? [] : [say("report_names", laneTitle(lane), name)];
    }),
  ];
  const messages = exchange.hops.flatMap((hop) => [
    ...(hop.preflight === null
      ? []
      : [message(`OPTIONS ${hop.preflight.url}`, hop.preflight.response)]),
    message(`${hop.method} ${hop.url}`, hop.response),
  ]);
  const alike = [...new Set(urls)].slice(1);
  const others = alike.length === 0 ? [] : [sayAlike(alike)];
  if (density === "roomy") {
    return foldedBlocks(title, [
      items([requested.map(prose).join(" ")]),
      codeBlock("http", messages.flat()),
      items([why.map(proseWithHeader).join(" "), ...others.map(prose)]),
    ]);
  }
  const lines = messages.map((one) => ours(one.join(" · ")));
  const reason = ours([...why, ...requested.slice(1)].join(" "));
  const all = [...lines, reason, ...others];
  return folded(title, density === "terse" ? all : [ours(all.join(" · "))]);
}

function sayAlike(urls: readonly string[]): Shown {
  const few = urls
    .slice(0, MOST_ALIKE)
    .map((url) => plainText(url, LONGEST_VALUE))
    .join(", ");
  const more = urls.length - MOST_ALIKE;
  return ours(more > 0 ? sayCount("report_alike_more", more, few) : say("report_alike", few));
}

/** A message as its request, its status and the relevant headers, each on a line. */
function message(request: string, response: Response | null): Shown[] {
  if (response === null) return [shown`${say("report_no_response", request)}`];
  return [
    shown`${request}`,
    shown`${statusLine(response)}`,
    ...judgedHeaders(response)
      .filter(([name]) => TELLING.test(name))
      .map(([name, value]) => shown`${name}: ${plainText(value, LONGEST_VALUE)}`),
  ];
}

/** Headers that decide the outcome, or that show which layer responded. */
const TELLING =
  /^(?:access-control-.*|cross-origin-.*|vary|location|www-authenticate|allow|content-type|cache-control|age|server|via|x-cache|x-powered-by|cf-ray|cf-mitigated|x-amz[\w-]*id|x-vercel-id|timing-allow-origin)$/i;

const BASIS: Readonly<Record<Basis, MessageName>> = {
  observed: "report_basis_observed",
  inferred: "report_basis_inferred",
  assumed: "report_basis_assumed",
};
