import * as v from "valibot";
import type { Exchange } from "../exchange/exchange.ts";
import { CAPTURE_VERSION, type Capture, captureSchema } from "./capture.ts";

/** Why a file cannot be opened. */
export type CaptureProblem =
  /** It is no JSON, or only the beginning of some. */
  | "not-json"
  /** It is something else, or a HAR of another tool. */
  | "no-capture"
  /** A later version of the extension saved it. */
  | "newer"
  /** It says that it is ours, and is not what we save. */
  | "damaged";

/** What a file holds, or why it cannot be opened. */
export type CaptureFile =
  | { readonly capture: Capture; readonly exchanges: readonly Exchange[] }
  | { readonly problem: CaptureProblem };

/**
 * The recording in a HAR of ours, checked from end to end: nothing passes that a recording could not
 * hold. Pure; never throws, whatever the text is.
 */
export function readCapture(text: string): CaptureFile {
  let file: unknown;
  try {
    // Some tools put a byte order mark before what they save.
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // What we export begins so, however much of it there is.
    return { problem: /^\s*\{/.test(text) ? "not-json" : "no-capture" };
  }
  const found = v.safeParse(holdsCapture, file);
  if (!found.success) return { problem: "no-capture" };
  const { capture } = found.output.log._cors;
  const { version } = capture;
  if (typeof version === "number" && version > CAPTURE_VERSION) return { problem: "newer" };
  const read = v.safeParse(captureSchema, capture, { abortEarly: true });
  return read.success
    ? { capture: read.output, exchanges: read.output.exchanges }
    : { problem: "damaged" };
}

const holdsCapture = v.object({
  log: v.object({ _cors: v.object({ capture: v.looseObject({ version: v.unknown() }) }) }),
});
