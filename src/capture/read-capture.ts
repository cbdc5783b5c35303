import * as v from "valibot";
import type { Exchange } from "../exchange/exchange.ts";
import { CAPTURE_VERSION, type Capture, captureSchema } from "./capture.ts";

/** Why a file cannot be opened. */
export type CaptureProblem =
  /** The file begins as ours do, and is not JSON: it may be truncated. */
  | "not-json"
  /** The file is something else, such as a HAR from another tool. */
  | "no-capture"
  /** A later version of the extension saved the file. */
  | "newer"
  /** The file claims to be ours but does not match what we save. */
  | "damaged";

/** The content of a file, or why it cannot be opened. */
export type CaptureFile =
  | { readonly capture: Capture; readonly exchanges: readonly Exchange[] }
  | { readonly problem: CaptureProblem };

/** The recording in one of our HAR files, fully validated. Pure; never throws, whatever the text. */
export function readCapture(text: string): CaptureFile {
  let file: unknown;
  try {
    // Some tools prepend a byte order mark.
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // Our exports begin with a brace, even if the file was truncated.
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
