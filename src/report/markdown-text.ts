import { HIDDEN } from "../explanation/hidden-characters.ts";
import type { Text } from "../http/byte-string.ts";
import { say } from "../words/words.ts";
import { ours, type Shown } from "./shown.ts";

/** Escapes text for Markdown. Hostile values cannot break out of their place. */

/**
 * A value as inline code: fenced by more backticks than it contains, on one line.
 * https://spec.commonmark.org/0.31.2/#code-spans
 */
export function code(text: Shown): string {
  const line = oneLine(text);
  if (line === "") return say("report_empty_value");
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") || /^ .* $/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/**
 * Lines as a code block, fenced by more backticks than they contain.
 * https://spec.commonmark.org/0.31.2/#fenced-code-blocks
 */
export function codeBlock(language: string, lines: readonly Shown[]): string {
  const body = lines.flatMap((line) => line.split(/\r\n?|\n/)).map(visible);
  const fence = "`".repeat(Math.max(3, longestRun(body.join("\n")) + 1));
  return [fence + language, ...body, fence].join("\n");
}

/**
 * A sentence that may quote hostile values: all markup is escaped. Words that a renderer would turn into a
 * link, a mention or another reference become code.
 */
export function prose(text: Text): string {
  return oneLine(text).replace(/\S+/g, (word: string, at: number) => {
    const [, body = "", end = ""] = /^(.*?)([.,:;!?)]*)$/.exec(word) ?? [];
    if (LINKED.test(body)) return code(ours(body)) + end;
    const escaped = word.replace(/[\\`*_{}[\]<>#|~&!$]/g, "\\$&");
    return at === 0 ? escaped.replace(/^([-+=]|\d+(?=[.)]$))/, startOfLine) : escaped;
  });
}

const LINKED = /:\/\/|^www\.|@|#\d|[`<>\\]/i;

/** Escapes the start of a list, a heading or a rule; only punctuation can be escaped. */
function startOfLine(mark: string): string {
  return /\d/.test(mark) ? `${mark}\\` : `\\${mark}`;
}

/** A sentence that may end in a header line, such as one to send: the line becomes code. */
export function proseWithHeader(text: Text): string {
  const at = text.search(/(?:Access-Control|Cross-Origin)-[\w-]+: \S/);
  return at < 0 ? prose(text) : `${prose(text.slice(0, at))}${code(ours(text.slice(at)))}`;
}

/** Sentences in Markdown as one paragraph; a sentence that ends in a header line gets a full stop. */
export function paragraph(sentences: readonly string[]): string {
  return sentences.map((one) => (/[.:!?…*]$/.test(one) ? one : `${one}.`)).join(" ");
}

/** Items in Markdown as a list; empty if there are none. */
export function items(all: readonly string[]): string {
  return all.map((item) => `- ${item}`).join("\n");
}

/**
 * Collapsed lines, each unchanged. One HTML block, which only a blank line would end: blank lines are removed
 * and tags escaped.
 * https://spec.commonmark.org/0.31.2/#html-blocks
 */
export function folded(summary: string, lines: readonly Shown[]): string {
  const body = lines
    .map((line) => html(oneLine(line)))
    .filter((line) => line.trim() !== "")
    .join("\n");
  return `<details><summary>${html(oneLine(summary))}</summary><pre>${body}</pre></details>`;
}

/** Collapsed blocks of Markdown. A blank line must follow, as after every HTML block. */
export function foldedBlocks(summary: string, blocks: readonly string[]): string {
  const open = `<details><summary>${html(oneLine(summary))}</summary>`;
  return [open, "", ...blocks, "</details>"].join("\n");
}

function html(text: string): string {
  return text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function oneLine(text: string): string {
  return visible(text.replace(/[\r\n\u2028\u2029\u0085]+/g, " "));
}

const UNSHOWABLE = new RegExp(`[${HIDDEN}]`, "gu");

/** Invisible characters could make text read as something else. */
function visible(text: string): string {
  return text.replace(UNSHOWABLE, (c) => (c === "\t" ? " " : "\ufffd"));
}
