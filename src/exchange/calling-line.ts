import { parseUrl } from "../http/origin.ts";

/** A place in a script. */
export interface CallingLine {
  readonly url: string;
  /** Counted from 1, as in stacks. */
  readonly line: number;
  readonly column: number;
}

/** The URL may contain parentheses and colons, so the frame is matched from its end. */
const FRAME =
  /((?:https?|file|webpack(?:-internal)?|blob|chrome-extension|moz-extension):.+):(\d+):(\d+)\)?$/;

/**
 * The line that made a call: the first frame of its stack with a file, in either browser's format ("at load
 * (https://a.test/app.js:118:5)", "load@https://a.test/app.js:118:5").
 */
export function callingLine(stack: string | null): CallingLine | null {
  for (const frame of (stack ?? "").split("\n")) {
    const place = placeOf(frame);
    if (place !== null) return place;
  }
  return null;
}

/** The place of one frame; null where the frame has none. */
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
