import { HIDDEN } from "../explanation/hidden-characters.ts";
import type { ByteString, Text } from "../http/byte-string.ts";
import { isToken } from "../http/field-values.ts";
import type { HeaderLine, HeaderList } from "../http/header-list.ts";
import { decodeUtf8 } from "../http/isomorphic.ts";
import { quoteBytes, shellQuote } from "./shell-quote.ts";
import { ours, type Shown, shown } from "./shown.ts";

/** What curl is to send. */
export interface CurlCall {
  readonly method: string;
  readonly url: string;
  /** Values as received, a code unit a byte. */
  readonly headers: HeaderList;
  /** What to fill in or add. */
  readonly notes: readonly string[];
}

/** For bash and zsh; sends the very bytes that the browser sent, in a terminal of UTF-8. */
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

/** For cmd.exe, at its prompt. What cannot be shown stands as U+FFFD. */
export function inCmd({ method, url, headers, notes }: CurlCall): Shown {
  const words = ["curl -i", ...urlOptions(url)];
  if (method === "HEAD") words.push("--head");
  else if (method !== "GET") words.push(`-X ${cmdQuote(method)}`);
  const lines = [`${words.join(" ")} ${cmdQuote(url)}`];
  for (const line of headers) {
    if (isToken(line[0])) lines.push(`-H ${cmdQuote(shown`${headerText(line)}`)}`);
  }
  // Redirections and operators would be obeyed even in a remark.
  const remarks = notes.map((note) => note.replace(/[<>]/g, "'").replace(/[&|^%!"]/g, ""));
  return ours(withNotes(remarks, "rem ", lines.join(" ^\n  ")));
}

/**
 * For PowerShell: curl reads what to send, as versions of PowerShell differ in how they hand a
 * quotation mark on. The lines between the quotes are taken as they are.
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

/** So that curl sends the URL as it stands: no globbing, no tidying of dots. */
function urlOptions(url: string): string[] {
  return [
    ...(/[[\]{}]/.test(url) ? ["--globoff"] : []),
    ...(/\/\.\.?(?:[/?#]|$)/.test(url) ? ["--path-as-is"] : []),
  ];
}

/** `X;` is how curl sends an empty value. */
function headerText([name, value]: HeaderLine): ByteString {
  return value.trim() === "" ? `${name};` : `${name}: ${oneLine(value)}`;
}

/** curl would send a line break as one, and with it a header of the sender's choice. */
function oneLine(value: ByteString): ByteString {
  return value.replace(/[\r\n\0]+/g, " ");
}

/**
 * A text as one word for cmd.exe and the program it starts. Two parsers read it. cmd.exe, which never
 * sees a quotation begin as its mark is escaped, takes each escaped character as it is; a "%" is kept
 * from a variable by the caret after it. The program's own rules then know \" and double the
 * backslashes before one.
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

/** A text as curl's configuration takes it. https://curl.se/docs/manpage.html#-K */
export function configQuote(text: Text): string {
  return `"${visible(text).replace(/["\\]/g, "\\$&")}"`;
}

/** On one line; what shows nothing, or turns text round, could hide what a command does. */
function visible(text: string): string {
  return text.replace(/\t/g, " ").replace(UNSHOWABLE, "\ufffd");
}

const UNSHOWABLE = new RegExp(`[${HIDDEN}]`, "gu");
