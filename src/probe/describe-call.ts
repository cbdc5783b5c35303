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

/** The members of an options object that the browser read, by name. */
export type Options = { [name: string]: unknown };

/** Options that the browser converts to text. */
const TEXTS = /^(?:method|mode|credentials|redirect|cache|integrity|targetAddressSpace)$/;

/**
 * Replaces an options object of the page by a proxy that records what the browser reads: each getter runs
 * once, in the browser's order.
 */
export function noteOptions(args: unknown[], index: number): Options {
  const noted: Options = bare({});
  const options = args[index];
  if (isObject(options)) {
    const handler: ProxyHandler<object> = {
      get: (target, name) => {
        // Not Reflect.get, whose frame would appear in the stack of an error that a getter throws.
        const value = (target as Options)[name as string];
        const isText = typeof name === "string" && execute(TEXTS, name) !== null;
        if (!isText || !isObject(value)) {
          // Symbols cannot be converted to text: the browser refuses them.
          noted[name as string] = isText && typeof value === "symbol" ? null : value;
          return value;
        }
        // The value's own code produces the text, and runs only once.
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
 * Passes on the text of an argument. An object is replaced by one that is converted when the browser converts
 * it, and only then.
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
 * Reports a call, with fetch's defaults for missing members. Returns the call's id; null for an invalid URL,
 * whose call runs no code of the page.
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
    // The full length tells truncated texts apart.
    ...(absolute.length > MAX_URL && { urlLength: absolute.length }),
    ...(method.length > MAX_WORD && { methodLength: method.length }),
  };
  return started(call, timeStamp);
}

const ownNavigator = navigator;
const serviceWorkerOf = getterOf(Navigator.prototype, "serviceWorker");
// Insecure contexts have no service workers.
const controllerOf =
  typeof ServiceWorkerContainer === "undefined"
    ? null
    : getterOf(ServiceWorkerContainer.prototype, "controller");

/** Whether a service worker controls the document. */
function isServed(): boolean {
  try {
    return controllerOf !== null && controllerOf(serviceWorkerOf(ownNavigator)) !== null;
  } catch {
    // Sandboxed documents have no service worker container.
    return false;
  }
}

/** https://fetch.spec.whatwg.org/#concept-method-normalize */
export function normalisedMethod(method: string): string {
  return execute(/^(delete|get|head|options|post|put)$/i, method) === null
    ? method
    : upperCase(method);
}

/** The names in a page's headers argument. Names that only iteration would show are skipped. */
export function headerNamesOf(headers: unknown): string[] {
  const names: string[] = [];
  if (!isObject(headers)) return names;
  try {
    eachHeader(headers as Headers, (_value, name) => addName(names, name));
  } catch {
    // Not a Headers object: a list of pairs or a record.
    const pairs = isArray(headers);
    const keys: ArrayLike<unknown> = pairs ? headers : ownKeys(headers);
    for (let i = 0; i < keys.length; i++) {
      addName(names, pairs ? (keys[i] as ArrayLike<unknown>)[0] : keys[i]);
    }
  }
  return names;
}

/** Adds a header name, once and in lower case. */
export function addName(names: string[], name: unknown): void {
  if (typeof name !== "string" || names.length >= MAX_HEADER_NAMES) return;
  const lower = lowerCase(slice(name, 0, MAX_HEADER_NAME));
  for (let i = 0; i < names.length; i++) if (names[i] === lower) return;
  names[names.length] = lower;
}

const streamLocked = getterOf(ReadableStream.prototype, "locked");

/** The kind of a body value. */
export function bodyKind(body: unknown): PageCall["body"] {
  if (body === undefined || body === null) return "none";
  return accepts(streamLocked, body) ? "stream" : "plain";
}
