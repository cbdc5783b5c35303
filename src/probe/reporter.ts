import type {
  PageCall,
  PageCallResult,
  ProbeReport,
  TimedResource,
} from "../observation/page-call.ts";
import { REPORT, UNINSTALL } from "./channel.ts";
import { isError } from "./own-frames.ts";
import { bare, dispatch, now, PristineCustomEvent, stringify, toText } from "./pristine.ts";

/** Carries the reports: known only to the bridge and to us. */
export const channel = new EventTarget();

let calls = 0;

/** Reports a call that was made at a time; returns the call's id. */
export function started(call: PageCall, timeStamp: number): string {
  const callId = toText(++calls);
  bare(call.headerNames as string[]);
  report({ kind: "call-started", callId, timeStamp, call: bare(call) });
  return callId;
}

/** Reports that a call, if its start was reported, got its response, as far as it is known. */
export function resolved(
  callId: string | null,
  responseType: string | null,
  status: number | null,
): void {
  ended(callId, { result: "resolved", responseType, status, errorName: null });
}

/** Reports that a call, if its start was reported, ended with an error. */
export function failed(
  callId: string | null,
  result: "rejected" | "thrown",
  errorName: string,
): void {
  ended(callId, { result, responseType: null, status: null, errorName });
}

/** Reports entries of the page's timeline. */
export function timed(resources: TimedResource[]): void {
  report({ kind: "resources-timed", timeStamp: now(), resources: bare(resources) });
}

/** Reports the APIs whose calls cannot be observed. */
export function callsUnheard(apis: string[]): void {
  report({ kind: "calls-unheard", timeStamp: now(), apis: bare(apis) });
}

/** An error's name; any other thrown value or abort reason is not read. */
export function nameOf(error: unknown): string {
  const name: unknown = isError(error) && error.name;
  return typeof name === "string" ? name : "Error";
}

function ended(callId: string | null, outcome: PageCallResult): void {
  if (callId !== null) {
    report({ kind: "call-ended", callId, timeStamp: now(), outcome: bare(outcome) });
  }
}

/** The bridge cancels what it receives. In Firefox it ends with the extension, without a word. */
function report(report: ProbeReport): void {
  try {
    const detail = stringify(bare(report));
    const event = new PristineCustomEvent(REPORT, bare({ detail, cancelable: true }));
    if (dispatch(channel, event)) dispatch(channel, new PristineCustomEvent(UNINSTALL));
  } catch {}
}
