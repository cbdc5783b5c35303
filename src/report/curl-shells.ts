import { HIDDEN } from "../explanation/hidden-characters.ts";
import type { ByteString, Text } from "../http/byte-string.ts";
import { isToken } from "../http/field-values.ts";
import type { HeaderLine, HeaderList } from "../http/header-list.ts";
import { decodeUtf8 } from "../http/isomorphic.ts";
import { quoteBytes, shellQuote } from "./shell-quote.ts";
import { ours, type Shown, shown } from "./shown.ts";

/** A request for curl to send. */
export interface CurlCall {
  readonly method: string;
  readonly url: string;
  /** Values as received, one code unit per byte. */
  readonly headers: HeaderList;
  /** Notes on what to fill in or add. */
  readonly notes: readonly string[];
}

/** For bash and zsh; sends the exact bytes that the browser sent, in a UTF-8 terminal. */
export function inBash({ method, url, headers, notes }: CurlCall): Shown {
  const words = ["curl -i", ...urlOptions(url)];
  if (method === "HEAD") words.push("--head");
  else if (method !== "GET") words.push(`-X ${shellQuote(method)}`);
  const lines = [`${words.join(" ")} ${shellQuote(url)}`];
  for (const line of headers) {
    if (!isToken(line[0])) continue;
    const text = decodeUtf8(headerText(line));
    lines.push(`-H ${text === null ? quoteBytes(headerText(line)) : shellQuote(text)}`);
  }
  return ours(withNotes(notes, "# ", lines.join(" \\\n  ")));
}

/** For the prompt of cmd.exe. Unprintable characters become U+FFFD. */
export function inCmd({ method, url, headers, notes }: CurlCall): Shown {
  const words = ["curl -i", ...urlOptions(url)];
  if (method === "HEAD") words.push("--head");
  else if (method !== "GET") words.push(`-X ${cmdQuote(method)}`);
  const lines = [`${words.join(" ")} ${cmdQuote(url)}`];
  for (const line of headers) {
    if (isToken(line[0])) lines.push(`-H ${cmdQuote(shown`${headerText(line)}`)}`);
  }
  // cmd.exe runs redirections and operators even in a remark.
  const remarks = notes.map((note) => note.replace(/[<>]/g, "'").replace(/[&|^%!"]/g, ""));
  return ours(withNotes(remarks, "rem ", lines.join(" ^\n  ")));
}

/**
 * For PowerShell: curl reads a configuration from stdin, as versions of PowerShell differ in how they pass
 * quotation marks on. The lines between the quotes are literal.
 */
export function inPowerShell({ method, url, headers, notes }: CurlCall): Shown {
  const lines = [`url = ${configQuote(url)}`];
  for (const option of urlOptions(url)) lines.push(option.slice(2));
  if (method === "HEAD") lines.push("head");
  else if (method !== "GET") lines.push(`request = ${configQuote(method)}`);
  for (const line of headers) {
    if (isToken(line[0])) lines.push(`header = ${configQuote(shown`${headerText(line)}`)}`);
  }
  return ours(withNotes(notes, "# ", ["@'", ...lines, "'@ | curl.exe -i -K -"].join("\n")));
}

function withNotes(notes: readonly string[], mark: string, command: string): string {
  return notes.length === 0 ? command : `${mark}${notes.join("; ")}\n${command}`;
}

/** Makes curl send the URL unchanged: no globbing, no removal of dot segments. */
function urlOptions(url: string): string[] {
  return [
    ...(/[[\]{}]/.test(url) ? ["--globoff"] : []),
    ...(/\/\.\.?(?:[/?#]|$)/.test(url) ? ["--path-as-is"] : []),
  ];
}

/** curl's syntax for an empty value is `X;`. */
function headerText([name, value]: HeaderLine): ByteString {
  return value.trim() === "" ? `${name};` : `${name}: ${oneLine(value)}`;
}

/** curl would send a line break unchanged, and with it a header that the value's author chose. */
function oneLine(value: ByteString): ByteString {
  return value.replace(/[\r\n\0]+/g, " ");
}

/**
 * A text as one word for cmd.exe and for the program it starts. cmd.exe never sees a quotation begin, as each
 * mark is escaped, and takes every escaped character literally; the caret after a "%" prevents a variable.
 * The program then parses \" and doubled backslashes before it.
 * https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 */
export function cmdQuote(text: Text): string {
  const word = visible(text);
  const argument = `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
  return argument
    .replace(/[^\p{L}\p{N}_\s.,:;=+~*/'@#?{}[\]\\-]/gu, (character) =>
      character === "%" ? "%^" : `^${character}`,
    )
    .replaceAll("%^^", "%^");
}

/** A text quoted for curl's configuration. https://curl.se/docs/manpage.html#-K */
export function configQuote(text: Text): string {
  return `"${visible(text).replace(/["\\]/g, "\\$&")}"`;
}

/** On one line; invisible and text-reversing characters could hide what a command does. */
function visible(text: string): string {
  return text.replace(/\t/g, " ").replace(UNSHOWABLE, "\ufffd");
}

const UNSHOWABLE = new RegExp(`[${HIDDEN}]`, "gu");
