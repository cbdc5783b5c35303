import { MAX_STACK } from "./channel.ts";
import {
  type AnyFunction,
  apply,
  bare,
  defineProperty,
  execute,
  getOwnPropertyDescriptor,
  indexOf,
  lastIndexOf,
  PristineError,
  slice,
} from "./pristine.ts";

/** V8's structured stack frame. */
interface CallSite {
  getFileName(): unknown;
}

const { captureStackTrace } = PristineError;
/** Whether a value is a real Error or DOMException, not an object that imitates one. */
export const { isError } = PristineError;

/** V8 keeps the stack as an accessor of the error itself, Gecko as one of the prototypes. */
const ownAccessor = getOwnPropertyDescriptor(new PristineError(), "stack");
const errorAccessor = getOwnPropertyDescriptor(PristineError.prototype, "stack");
const exceptionAccessor = getOwnPropertyDescriptor(DOMException.prototype, "stack");

/** In V8 the error's text precedes the first frame. Gecko's stacks begin with the first frame. */
const FIRST_FRAME = "\n    at ";

/** This script's name in stacks, which marks our own frames. Gecko has no name for it. */
const ourUrl =
  execute(
    /[\w-]+:\/\/[^\s()@]+\.js|<anonymous code>/,
    formattedPlainly(() => new PristineError().stack ?? ""),
  )?.[0] ?? "page-world.iife.js";

export function isOurUrl(url: unknown): boolean {
  return url === ourUrl;
}

/** The frames beneath one of our own functions, as text; null if there are none. */
export function framesBeneath(ours: AnyFunction): string | null {
  try {
    const holder = bare<{ stack?: string }>({});
    const text = formattedPlainly(() => {
      captureStackTrace(holder, ours);
      return holder.stack ?? "";
    });
    const frames = withoutOurLines(slice(text, indexOf(text, FIRST_FRAME) + 1));
    return frames === "" || frames === "Error" ? null : frames;
  } catch {
    return null;
  }
}

/** As many whole lines of a stack as a report may hold. */
export function bounded(frames: string | null): string | null {
  if (frames === null || frames.length <= MAX_STACK) return frames;
  // Frames of a data: document contain its whole URL: a single line can exceed the limit.
  const end = lastIndexOf(frames, "\n", MAX_STACK);
  return end === -1 ? null : slice(frames, 0, end);
}

/**
 * Removes our frames from the stack of an error that passed through us. If the browser created the error
 * directly under us, the stack becomes the one without us. If the page's own code did (a getter, say, that
 * the browser called), only our lines are removed.
 *
 * @param ours our function that the error is being thrown through; null if a promise rejected with it.
 * @param frames the frames beneath that function when it was called.
 */
export function clean(error: unknown, ours: AnyFunction | null, frames: string | null): void {
  try {
    const stack = stackOf(error);
    if (stack === null) return;
    const capture = ours === null ? undefined : captureStackTrace;
    const prepare = PristineError.prepareStackTrace;
    let isTopOurs = false;

    if (typeof prepare === "function") {
      // The page formats stacks itself: its formatter runs once and gets the other frames.
      PristineError.prepareStackTrace = (which: unknown, sites: readonly CallSite[]) => {
        const others: CallSite[] = [];
        for (let i = 0; i < sites.length; i++) {
          const site = sites[i] as CallSite;
          if (!isOurUrl(site.getFileName())) others[others.length] = site;
          else if (i === 0) isTopOurs = true;
        }
        if (isTopOurs && capture !== undefined) return "";
        return apply(prepare as AnyFunction, PristineError, [which, others]);
      };
      try {
        stack.read();
      } finally {
        PristineError.prepareStackTrace = prepare;
      }
      if (isTopOurs) capture?.(error as object, ours);
      return;
    }

    const text = stack.read();
    if (typeof text !== "string" || indexOf(text, ourUrl) === -1) return;
    isTopOurs = indexOf(topFrame(text), ourUrl) !== -1;
    if (isTopOurs && capture !== undefined) capture(error as object, ours);
    else if (!isTopOurs || frames === null) stack.write(withoutOurLines(text));
    else stack.write(slice(text, 0, indexOf(text, FIRST_FRAME) + 1) + frames);
  } catch {}
}

/** The place where an error was created, by the first frame of its stack. */
export function topPlace(error: unknown): { url: string; line: number; column: number } | null {
  const text = stackOf(error)?.read();
  if (typeof text !== "string") return null;
  const found = execute(/^(?: {4}at (?:.*\()?|.*@)(\S+):(\d+):(\d+)\)?$/, topFrame(text));
  if (found === null) return null;
  return { url: found[1] ?? "", line: +(found[2] ?? 0), column: +(found[3] ?? 0) };
}

/** Reads and writes an error's stack without running code of the page. */
function stackOf(error: unknown): { read(): unknown; write(text: string): void } | null {
  if (!isError(error)) return null;
  const own = getOwnPropertyDescriptor(error, "stack");
  const isUsual = own === undefined || own.get === undefined || own.get === ownAccessor?.get;
  if (!isUsual) return null;
  const read = () => {
    if (own !== undefined) return own.get === undefined ? own.value : apply(own.get, error, []);
    const inherited = errorAccessor?.get && apply(errorAccessor.get, error, []);
    return inherited || (exceptionAccessor?.get && apply(exceptionAccessor.get, error, []));
  };
  const write = (value: string) => {
    if (own?.set !== undefined) apply(own.set, error, [value]);
    else {
      const shape = { writable: true, enumerable: false, configurable: true, ...own, value };
      defineProperty(error, "stack", bare(shape));
    }
  };
  return { read, write };
}

/** Runs a function that formats a stack, with V8's own format instead of the page's. */
function formattedPlainly(format: () => string): string {
  const prepare = PristineError.prepareStackTrace;
  if (typeof prepare !== "function") return format();
  PristineError.prepareStackTrace = undefined;
  try {
    return format();
  } finally {
    PristineError.prepareStackTrace = prepare;
  }
}

function topFrame(text: string): string {
  const start = indexOf(text, FIRST_FRAME) + 1;
  const end = indexOf(text, "\n", start);
  return end === -1 ? slice(text, start) : slice(text, start, end);
}

function withoutOurLines(text: string): string {
  if (indexOf(text, ourUrl) === -1) return text;
  let kept = "";
  for (let start = 0; start <= text.length; ) {
    const newline = indexOf(text, "\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = slice(text, start, end);
    if (indexOf(line, ourUrl) === -1) kept += (kept === "" ? "" : "\n") + line;
    start = end + 1;
  }
  return kept;
}
