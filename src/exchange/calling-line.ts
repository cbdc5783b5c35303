import { parseUrl } from "../http/origin.ts";

/** A place in a script. */
export interface CallingLine {
  readonly url: string;
  /** From 1, as stacks count. */
  readonly line: number;
  readonly column: number;
}

/** The URL may hold parentheses and colons: what ends the frame decides. */
const FRAME =
  /((?:https?|file|webpack(?:-internal)?|blob|chrome-extension|moz-extension):.+):(\d+):(\d+)\)?$/;

/**
 * The line that made a call: the first frame of its stack that tells a file, in either browser's
 * way of writing ("at load (https://a.test/app.js:118:5)", "load@https://a.test/app.js:118:5").
 */
export function callingLine(stack: string | null): CallingLine | null {
  for (const frame of (stack ?? "").split("\n")) {
    const place = placeOf(frame);
    if (place !== null) return place;
  }
  return null;
}

/** The place that one frame tells; null where it tells none. */
export function placeOf(frame: string): CallingLine | null {
  const [, url, line, column] = FRAME.exec(frame.trim()) ?? [];
  return url === undefined ? null : { url, line: Number(line), column: Number(column) };
}

/** "cart.js:118". */
export function shortLine({ url, line }: CallingLine): string {
  return `${fileOf(url)}:${line}`;
}

/** "cart.js". */
export function fileOf(url: string): string {
  const parsed = parseUrl(url);
  return parsed?.pathname.split("/").at(-1) || parsed?.host || url;
}
