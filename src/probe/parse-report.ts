import type {
  ElementRequest,
  PageCall,
  PageCallResult,
  PolicyViolation,
  ProbeReport,
  TimedResource,
} from "../observation/page-call.ts";
import {
  MAX_HEADER_NAME,
  MAX_HEADER_NAMES,
  MAX_REPORT,
  MAX_STACK,
  MAX_TIMED,
  MAX_TIMED_URL,
  MAX_URL,
  MAX_WHOLE_URL,
  MAX_WORD,
} from "./channel.ts";

/**
 * Reads one report of a probe. JSON comes out of a page and is trusted only about that page; reports of the
 * bridge itself are not JSON. Anything else gives null. Never throws; the result shares nothing with the
 * input.
 */
export function parseReport(report: unknown): ProbeReport | null {
  const isOfPage = typeof report === "string";
  let value = report;
  try {
    // A longer report is cut, and so is no longer valid JSON.
    if (isOfPage) value = JSON.parse(report.slice(0, MAX_REPORT));
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { kind, callId, timeStamp } = value;
  if (!isTime(timeStamp)) return null;
  if (!isOfPage) {
    if (kind === "policy-violated") {
      const violation = violationOf(value.violation);
      return violation && { kind, timeStamp, violation };
    }
    if (!isOneOf(ELEMENT_KINDS, kind)) return null;
    const element = elementOf(value.element);
    return element && { kind, timeStamp, element };
  }
  if (kind === "resources-timed") {
    const resources = resourcesOf(value.resources);
    return resources && { kind, timeStamp, resources };
  }
  if (kind === "calls-unheard") {
    const { apis } = value;
    if (!Array.isArray(apis) || apis.length > MAX_WORD || !apis.every(isWord)) return null;
    return { kind, timeStamp, apis };
  }
  if (!isText(callId, MAX_WORD) || callId === "") return null;
  if (kind === "call-started") {
    const call = callOf(value.call);
    return call && { kind, callId, timeStamp, call };
  }
  if (kind === "call-ended") {
    const outcome = outcomeOf(value.outcome);
    return outcome && { kind, callId, timeStamp, outcome };
  }
  return null;
}

function callOf(value: unknown): PageCall | null {
  if (!isRecord(value)) return null;
  const { api, url, method, mode, credentials, redirect, onlyIfCached, hasIntegrity } = value;
  const { headerNames, body, uploadListener, keepalive, targetAddressSpace, stack } = value;
  const { served, urlLength, methodLength, optionsRefused } = value;
  if (!isOneOf(APIS, api) || !isOneOf(BODIES, body)) return null;
  if (!isText(url, MAX_URL) || !isText(method, MAX_WORD)) return null;
  if (!isLengthOfCut(urlLength, url) || !isLengthOfCut(methodLength, method)) return null;
  if (!isNullOr(mode, (it) => isOneOf(MODES, it))) return null;
  if (!isNullOr(credentials, (it) => isOneOf(CREDENTIALS, it))) return null;
  if (!isNullOr(redirect, (it) => isOneOf(REDIRECTS, it))) return null;
  if (!Array.isArray(headerNames) || headerNames.length > MAX_HEADER_NAMES) return null;
  if (!headerNames.every((name) => isText(name, MAX_HEADER_NAME))) return null;
  if (!isBoolean(served) || !isBoolean(optionsRefused ?? false)) return null;
  if (!isBoolean(onlyIfCached) || !isBoolean(hasIntegrity)) return null;
  if (!isNullOr(uploadListener, isBoolean) || !isBoolean(keepalive)) return null;
  if (!isNullOr(targetAddressSpace, isWord)) return null;
  if (!isNullOr(stack, (it) => isText(it, MAX_STACK))) return null;
  // The probe reports a WebSocket as a worker to save bytes: the URL shows whose constructor threw.
  const isSocket = api === "worker" && /^wss?:/i.test(url);
  return {
    api: isSocket ? "websocket" : api,
    url,
    ...(urlLength !== undefined && { urlLength }),
    method,
    ...(methodLength !== undefined && { methodLength }),
    ...(optionsRefused === true && { optionsRefused }),
    mode: isSocket ? null : (mode as PageCall["mode"]),
    credentials: credentials as PageCall["credentials"],
    redirect: redirect as PageCall["redirect"],
    onlyIfCached,
    hasIntegrity,
    served,
    headerNames,
    body,
    uploadListener: uploadListener as boolean | null,
    keepalive,
    targetAddressSpace: targetAddressSpace as string | null,
    stack: stack as string | null,
  };
}

function outcomeOf(value: unknown): PageCallResult | null {
  if (!isRecord(value)) return null;
  const { result, responseType, status, errorName } = value;
  if (!isOneOf(RESULTS, result)) return null;
  if (!isNullOr(responseType, isWord) || !isNullOr(errorName, isWord)) return null;
  if (!isNullOr(status, isStatus)) return null;
  return {
    result,
    responseType: responseType as string | null,
    status: status as number | null,
    errorName: errorName as string | null,
  };
}

function elementOf(value: unknown): ElementRequest | null {
  if (!isRecord(value)) return null;
  const { url, resourceType, mode, credentials, hasIntegrity, served, answered } = value;
  const { credentialless } = value;
  if (answered !== "none" && !isNullOr(answered, isStatus)) return null;
  if (!isText(url, MAX_WHOLE_URL) || !isOneOf(ELEMENT_TYPES, resourceType)) return null;
  if (!isBoolean(hasIntegrity) || !isBoolean(served)) return null;
  if (!isBoolean(credentialless ?? false)) return null;
  if (!isNullOr(mode, (it) => isOneOf(ELEMENT_MODES, it))) return null;
  if (!isNullOr(credentials, (it) => isOneOf(ELEMENT_CREDENTIALS, it))) return null;
  return {
    url,
    resourceType,
    mode: mode as ElementRequest["mode"],
    credentials: credentials as ElementRequest["credentials"],
    hasIntegrity,
    served,
    answered: answered as ElementRequest["answered"],
    ...(isBoolean(credentialless) && { credentialless }),
  };
}

function violationOf(value: unknown): PolicyViolation | null {
  if (!isRecord(value)) return null;
  const { effectiveDirective, blockedUrl, disposition } = value;
  if (!isWord(effectiveDirective) || !isText(blockedUrl, MAX_WHOLE_URL)) return null;
  if (disposition !== "enforce" && disposition !== "report") return null;
  return { effectiveDirective, blockedUrl, disposition };
}

function resourcesOf(value: unknown): TimedResource[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_TIMED) return null;
  const resources = value.map(resourceOf);
  return resources.every((resource) => resource !== null) ? resources : null;
}

function resourceOf(value: unknown): TimedResource | null {
  if (!isRecord(value)) return null;
  const { url, status, byWorker, startedAt, endedAt } = value;
  if (!isText(url, MAX_TIMED_URL) || !isStatus(status)) return null;
  if (!isBoolean(byWorker)) return null;
  if (!isTime(startedAt) || !isTime(endedAt) || endedAt < startedAt) return null;
  return { url, status, byWorker, startedAt, endedAt };
}

/** The probe's names; its "worker" includes WebSockets. */
const APIS = ["fetch", "xhr", "event-source", "beacon", "worker"] as const;
const BODIES = ["none", "plain", "stream"] as const;
const ELEMENT_KINDS = ["element-failed", "element-loaded", "element-requested"] as const;
const ELEMENT_TYPES = [
  "image",
  "script",
  "stylesheet",
  "font",
  "media",
  "object",
  "xmlhttprequest",
  "other",
] as const;
const ELEMENT_MODES = ["cors", "no-cors", "same-origin"] as const;
const MODES = [...ELEMENT_MODES, "navigate"] as const;
const ELEMENT_CREDENTIALS = ["same-origin", "include"] as const;
const CREDENTIALS = [...ELEMENT_CREDENTIALS, "omit"] as const;
const REDIRECTS = ["follow", "error", "manual"] as const;
const RESULTS = ["resolved", "rejected", "thrown"] as const;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value.length <= longest;
}

/** Whether a value is the full length of a truncated text; undefined for a whole text. */
function isLengthOfCut(value: unknown, beginning: string): value is number | undefined {
  return (
    value === undefined || (Number.isSafeInteger(value) && (value as number) > beginning.length)
  );
}

function isWord(value: unknown): value is string {
  return isText(value, MAX_WORD);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** Milliseconds since the epoch. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 999;
}

function isOneOf<Word extends string>(words: readonly Word[], value: unknown): value is Word {
  return (words as readonly unknown[]).includes(value);
}

function isNullOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === null || is(value);
}
