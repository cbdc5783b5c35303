import type { PageCall } from "../observation/page-call.ts";
import { MAX_HEADER_NAME, MAX_HEADER_NAMES, MAX_URL, MAX_WORD } from "./channel.ts";
import { bounded } from "./own-frames.ts";
import {
  absoluteUrl,
  accepts,
  bare,
  eachHeader,
  execute,
  getterOf,
  isArray,
  isObject,
  lowerCase,
  ownKeys,
  PristineProxy,
  slice,
  toPrimitive,
  toText,
  upperCase,
} from "./pristine.ts";
import { started } from "./reporter.ts";

/** What the browser read of an options object, by name. */
export type Options = { [name: string]: unknown };

/** Options that the browser takes as text. */
const TEXTS = /^(?:method|mode|credentials|redirect|cache|integrity|targetAddressSpace)$/;

/**
 * Has an options object of the page stood in for by one that notes what the browser reads of it:
 * so each of its getters runs once, in the browser's order.
 */
export function noteOptions(args: unknown[], index: number): Options {
  const noted: Options = bare({});
  const options = args[index];
  if (isObject(options)) {
    const handler: ProxyHandler<object> = {
      get: (target, name) => {
        // Not Reflect.get, which would stand in the stacks of what a getter throws.
        const value = (target as Options)[name as string];
        const isText = typeof name === "string" && execute(TEXTS, name) !== null;
        if (!isText || !isObject(value)) {
          // No symbol has a text: the browser refuses it.
          noted[name as string] = isText && typeof value === "symbol" ? null : value;
          return value;
        }
        // Its own code gives the text, and is called for it once.
        const given: unknown[] = [value];
        hearText(given, 0, (text) => {
          noted[name as string] = text;
        });
        return given[0];
      },
    };
    args[index] = new PristineProxy(options, bare(handler));
  }
  return noted;
}

/**
 * Hears what text an argument is. An object is stood in for by one whose text is read when
 * the browser reads it, and only then.
 */
export function hearText(args: unknown[], index: number, heard: (text: string) => void): void {
  const value = args[index];
  if (isObject(value)) {
    args[index] = bare({
      [toPrimitive]: () => {
        const text = toText(value);
        heard(text);
        return text;
      },
    });
  } else if (index < args.length && typeof value !== "symbol") {
    heard(toText(value));
  }
}

/**
 * Tells of a call, which has a fetch's defaults where it says nothing. Gives its id; null for a URL
 * that is none: then nobody's code was called.
 */
export function tell(
  api: PageCall["api"],
  url: string | null,
  timeStamp: number,
  frames: string | null,
  { method = "GET", ...known }: Partial<PageCall>,
): string | null {
  const absolute = url === null ? null : absoluteUrl(url);
  if (absolute === null) return null;
  const call: PageCall = {
    api,
    url: slice(absolute, 0, MAX_URL),
    mode: "cors",
    credentials: "same-origin",
    redirect: "follow",
    onlyIfCached: false,
    hasIntegrity: false,
    served: isServed(),
    headerNames: [],
    body: "none",
    uploadListener: false,
    keepalive: false,
    targetAddressSpace: null,
    stack: bounded(frames),
    ...known,
    method: slice(method, 0, MAX_WORD),
    // What is cut short differs from others by its length.
    ...(absolute.length > MAX_URL && { urlLength: absolute.length }),
    ...(method.length > MAX_WORD && { methodLength: method.length }),
  };
  return started(call, timeStamp);
}

const ownNavigator = navigator;
const serviceWorkerOf = getterOf(Navigator.prototype, "serviceWorker");
// There are none where the context is not secure.
const controllerOf =
  typeof ServiceWorkerContainer === "undefined"
    ? null
    : getterOf(ServiceWorkerContainer.prototype, "controller");

/** Whether the document's requests go to a service worker first. */
function isServed(): boolean {
  try {
    return controllerOf !== null && controllerOf(serviceWorkerOf(ownNavigator)) !== null;
  } catch {
    // Sandboxed documents have none.
    return false;
  }
}

/** https://fetch.spec.whatwg.org/#concept-method-normalize */
export function normalisedMethod(method: string): string {
  return execute(/^(delete|get|head|options|post|put)$/i, method) === null
    ? method
    : upperCase(method);
}

/** The names in what a page gives as headers. What only iterating would show stays unseen. */
export function headerNamesOf(headers: unknown): string[] {
  const names: string[] = [];
  if (!isObject(headers)) return names;
  try {
    eachHeader(headers as Headers, (_value, name) => addName(names, name));
  } catch {
    // No Headers: a list of pairs or a record.
    const pairs = isArray(headers);
    const keys: ArrayLike<unknown> = pairs ? headers : ownKeys(headers);
    for (let i = 0; i < keys.length; i++) {
      addName(names, pairs ? (keys[i] as ArrayLike<unknown>)[0] : keys[i]);
    }
  }
  return names;
}

/** Adds a header's name to those there, once and in lower case. */
export function addName(names: string[], name: unknown): void {
  if (typeof name !== "string" || names.length >= MAX_HEADER_NAMES) return;
  const lower = lowerCase(slice(name, 0, MAX_HEADER_NAME));
  for (let i = 0; i < names.length; i++) if (names[i] === lower) return;
  names[names.length] = lower;
}

const streamLocked = getterOf(ReadableStream.prototype, "locked");

/** What sort of a body a value is. */
export function bodyKind(body: unknown): PageCall["body"] {
  if (body === undefined || body === null) return "none";
  return accepts(streamLocked, body) ? "stream" : "plain";
}
