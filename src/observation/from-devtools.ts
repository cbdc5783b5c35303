import { get, type HeaderLine, type HeaderList, sameHeaderName } from "../http/header-list.ts";
import type { DevToolsEntry } from "./observation.ts";

/** Entries with longer URLs are ignored. */
const MAX_URL = 8_192;
const MAX_STACK = 1_000;
const MAX_FRAMES = 10;
const MAX_NAME = 100;
/** The limits for the recorded header lines together. */
const MAX_LINES = 20;
const MAX_VALUES = 2_000;
/** How many asynchronous parents of a stack are followed (timers, promises). */
const MAX_PARENTS = 5;

/**
 * The facts that webRequest lacks about a request, from an entry of `devtools.network.onRequestFinished`: its
 * call stack (a HAR entry with Chromium's own fields), or the lines of a header (Firefox). Total: null for an
 * entry of another form, or with neither fact.
 *
 * @param entry the entry from DevTools; pages control its URLs and function names.
 */
export function fromDevTools(entry: unknown, tabId: number): DevToolsEntry | null {
  if (!isRecord(entry)) return null;
  const { request, response, startedDateTime, time, _initiator } = entry;
  if (!isRecord(request)) return null;
  const { url, method } = request;
  if (typeof url !== "string" || url.length > MAX_URL || !/^https?:/i.test(url)) return null;
  if (typeof method !== "string" || method === "" || method.length > MAX_NAME) return null;
  if (typeof startedDateTime !== "string" || typeof time !== "number" || !(time >= 0)) return null;
  const timeStamp = Date.parse(startedDateTime);
  const stack = stackOf(_initiator);
  // Chromium's webRequest reports the lines itself.
  const allowOrigin = _initiator === undefined ? allowOriginOf(response) : null;
  if (Number.isNaN(timeStamp) || (stack === null && allowOrigin === null)) return null;
  return {
    kind: "seen-by-devtools",
    tabId,
    timeStamp,
    endedAt: timeStamp + time,
    url: url.replace(/#.*$/s, ""),
    method,
    stack,
    allowOrigin,
  };
}

/** The lines of Access-Control-Allow-Origin, where webRequest may show them differently. */
function allowOriginOf(response: unknown): HeaderList | null {
  if (!isRecord(response) || !Array.isArray(response.headers)) return null;
  const lines = response.headers.flatMap((header: unknown): HeaderLine[] => {
    if (!isRecord(header)) return [];
    const { name, value } = header;
    if (typeof name !== "string" || typeof value !== "string") return [];
    return sameHeaderName(name, "Access-Control-Allow-Origin") ? [[name, value]] : [];
  });
  const value = get(lines, "Access-Control-Allow-Origin");
  if (value === null || !value.includes(",")) return null;
  return lines.length <= MAX_LINES && value.length <= MAX_VALUES ? lines : null;
}

/** The call stack in the format of `Error.stack`, or the line of the markup. */
function stackOf(initiator: unknown): string | null {
  if (!isRecord(initiator)) return null;
  const frames = initiator.type === "script" ? framesOf(initiator.stack) : [];
  const own = frameOf({ ...initiator, functionName: "" });
  if (frames.length === 0 && own !== null) frames.push(own);
  let stack = "";
  for (const frame of frames.slice(0, MAX_FRAMES)) {
    if (stack.length + frame.length > MAX_STACK) break;
    stack += stack === "" ? frame : `\n${frame}`;
  }
  return stack === "" ? null : stack;
}

function framesOf(stack: unknown): string[] {
  const frames: string[] = [];
  let at = stack;
  for (let depth = 0; depth <= MAX_PARENTS && isRecord(at); depth++) {
    const { callFrames, parent } = at;
    if (Array.isArray(callFrames)) {
      frames.push(...callFrames.slice(0, MAX_FRAMES).flatMap((frame) => frameOf(frame) ?? []));
    }
    at = parent;
  }
  return frames;
}

/**
 * DevTools counts lines and columns from 0. The probe's frames, which wrap the page's calls, are excluded.
 */
function frameOf(frame: unknown): string | null {
  if (!isRecord(frame)) return null;
  const { functionName, url, lineNumber, columnNumber = 0 } = frame;
  if (typeof url !== "string" || !/^(?:https?|file|webpack|blob):/.test(url)) return null;
  if (!isCount(lineNumber) || !isCount(columnNumber)) return null;
  const place = `${url}:${lineNumber + 1}:${columnNumber + 1}`;
  if (/[\n\r]/.test(place)) return null;
  const isNamed =
    typeof functionName === "string" &&
    functionName.length <= MAX_NAME &&
    /^[^\s()]+$/.test(functionName);
  return isNamed ? `at ${functionName} (${place})` : `at ${place}`;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
