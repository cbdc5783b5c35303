import type { PageCall } from "../observation/page-call.ts";
import {
  bodyKind,
  headerNamesOf,
  hearText,
  normalisedMethod,
  noteOptions,
  type Options,
  tell,
} from "./describe-call.ts";
import type { Native } from "./natives.ts";
import { clean, framesBeneath } from "./own-frames.ts";
import {
  absoluteUrl,
  accepts,
  execute,
  getOwnPropertyDescriptor,
  getterOf,
  isObject,
  now,
  slice,
  toText,
} from "./pristine.ts";
import { failed, nameOf, resolved } from "./reporter.ts";
import type { Observer } from "./wrap.ts";

const ofRequest = <Name extends keyof Request>(name: Name) => getterOf(Request.prototype, name);
const requestUrl = ofRequest("url");
const requestMethod = ofRequest("method");
const requestMode = ofRequest("mode");
const requestCredentials = ofRequest("credentials");
const requestRedirect = ofRequest("redirect");
const requestCache = ofRequest("cache");
const requestIntegrity = ofRequest("integrity");
const requestHeaders = ofRequest("headers");
const requestBodyUsed = ofRequest("bodyUsed");
const requestKeepalive = ofRequest("keepalive");
const requestSignal = ofRequest("signal");
const signalReason = getterOf(AbortSignal.prototype, "reason");

/** "Failed to fetch" or "NetworkError when …": the message of every call that was made and failed. */
const NETWORK_ERROR = /^(Failed to f|Network)/;

/** A value of one of fetch's enumerations; null for any other value, with which no call is made. */
function word(value: unknown): unknown {
  return execute(WORDS, value as string) && value;
}
const WORDS = /^(cors|no-cors|same-origin|navigate|omit|include|follow|error|manual)$/;
const responseType = getterOf(Response.prototype, "type");
const responseStatus = getterOf(Response.prototype, "status");

/** The probe's reports match the requests sent only while these functions are the browser's. */
export const fetchNeeds: readonly Native[] = [
  [window, "fetch"],
  [window, "Request"],
  [window, "Response"],
  [Request.prototype, "url", "get"],
  [Request.prototype, "method", "get"],
  [Request.prototype, "mode", "get"],
  [Request.prototype, "credentials", "get"],
  [Request.prototype, "redirect", "get"],
  [Request.prototype, "cache", "get"],
  [Request.prototype, "headers", "get"],
  [Response.prototype, "type", "get"],
  [Response.prototype, "status", "get"],
];

/** The members of a RequestInit that are texts and describe a call. */
const TEXT_MEMBERS = ["cache", "credentials", "integrity", "method", "mode", "redirect"];

/**
 * Whether the options, as far as the browser read them, are refused before their method is checked. The
 * browser reads members in alphabetical order and stops at the first invalid one: `signal` is the last that
 * both browsers read. Some members are checked before the method.
 * https://webidl.spec.whatwg.org/#es-dictionary https://fetch.spec.whatwg.org/#dom-request
 */
function areRefused(init: Options): boolean {
  const { signal, referrer, targetAddressSpace: space } = init;
  return (
    !("signal" in init) ||
    (signal !== undefined && signal !== null && !accepts(signalReason, signal)) ||
    // Only Chromium reads this member, after all others.
    (space !== undefined &&
      (typeof space !== "string" || execute(ADDRESS_SPACE, space) === null)) ||
    init.mode === "navigate" ||
    (typeof referrer === "string" && absoluteUrl(referrer) === null)
  );
}
const ADDRESS_SPACE = /^(public|private|local|loopback|unknown)$/;

/** An object's own text property, as far as reading it runs no code of the page. */
function ownText(of: unknown, name: string): string | undefined {
  const value: unknown = isObject(of) && getOwnPropertyDescriptor(of, name)?.value;
  return typeof value === "string" ? value : undefined;
}

/**
 * Reports the error that a call ended with. An aborted call ends with the page's abort reason, which need not
 * be an error; a call that the browser cannot make rejects at once.
 */
function tellError(callId: string | null, error: unknown, signal: unknown, start: Start): void {
  const name = nameOf(error);
  if (accepts(signalReason, signal) && signalReason(signal) === error) {
    const reported = name === "TimeoutError" ? name : "AbortError";
    failed(callId, start.wasAborted ? "thrown" : "rejected", reported);
  } else {
    const wasMade = execute(NETWORK_ERROR, ownText(error, "message") ?? "") !== null;
    failed(callId, start.isNow && !wasMade ? "thrown" : "rejected", name);
  }
}

/** The start of a call. */
interface Start {
  /** Whether the call's own turn is still running. */
  isNow: boolean;
  /** Whether the signal was aborted before the call: then no request is made. */
  readonly wasAborted: boolean;
}

/**
 * https://fetch.spec.whatwg.org/#fetch-method
 *
 * The caller gets a promise derived from the browser's, which settles one microtask later. A direct `then()`
 * would mark a rejection as handled.
 */
export const observeFetch: Observer = ({ args, ours }) => {
  const timeStamp = now();
  const frames = framesBeneath(ours);
  const input = args[0];
  const isRequest = accepts(requestUrl, input);
  let url: string | null = null;
  if (isRequest) url = requestUrl(input);
  else {
    hearText(args, 0, (text) => {
      url = text;
    });
  }
  const options = args[1];
  const init = noteOptions(args, 1);

  return {
    returned(promise) {
      const optionsRefused = isObject(options) && areRefused(init);
      // Members that the browser did not reach, as it threw before, are read where that runs no code.
      for (let i = 0; i < TEXT_MEMBERS.length; i++) {
        const name = TEXT_MEMBERS[i] as string;
        if (!(name in init)) init[name] = ownText(options, name);
      }
      /** The value of the init, else that of the Request, else the default. */
      const either = <Value>(name: string, of: (request: unknown) => Value, usual: Value): Value =>
        init[name] === undefined ? (isRequest ? of(input) : usual) : (init[name] as Value);
      const callId = tell("fetch", url, timeStamp, frames, {
        ...(optionsRefused && { optionsRefused }),
        method: normalisedMethod(toText(either("method", requestMethod, "GET"))),
        mode: word(either("mode", requestMode, "cors")),
        credentials: word(either("credentials", requestCredentials, "same-origin")),
        redirect: word(either("redirect", requestRedirect, "follow")),
        onlyIfCached: toText(either("cache", requestCache, "default")) === "only-if-cached",
        hasIntegrity: toText(either("integrity", requestIntegrity, "")) !== "",
        headerNames: headerNamesOf(either("headers", requestHeaders, null)),
        // By now the call has used the body of a Request that has one.
        body: bodyKind(init.body ?? ((isRequest && requestBodyUsed(input)) || null)),
        keepalive: !!either("keepalive", requestKeepalive, false),
        targetAddressSpace:
          typeof init.targetAddressSpace === "string"
            ? slice(init.targetAddressSpace, 0, 64)
            : null,
      } as Partial<PageCall>);
      const signal: unknown = either("signal", requestSignal, null as never);
      const wasAborted = accepts(signalReason, signal) && signalReason(signal) !== undefined;
      const start: Start = { isNow: true, wasAborted };
      const derived = followed(promise, callId, frames, signal, start);
      // Started after followed(), so a call that was rejected at once is still seen with `isNow`.
      void (async () => {
        await null;
        start.isNow = false;
      })();
      return derived;
    },
  };
};

/**
 * Settles like the browser's promise. Unlike then(), which a page can replace and which looks up the page's
 * species constructor, this runs no code of the page.
 */
async function followed(
  promise: unknown,
  callId: string | null,
  frames: string | null,
  signal: unknown,
  start: Start,
): Promise<unknown> {
  let response: unknown;
  try {
    response = await promise;
  } catch (error) {
    clean(error, null, frames);
    tellError(callId, error, signal, start);
    throw error;
  }
  try {
    resolved(callId, responseType(response), responseStatus(response));
  } catch {}
  return response;
}
