/**
 * The functions of the page's world that the probe needs, captured before the page could change them. Nothing
 * here or in the files that use it may look anything up on a prototype later: no methods, no iteration, no
 * spreading; operators and these functions only.
 */
export const {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
  setPrototypeOf,
} = Reflect;
export const { create: createObject, setPrototypeOf: setPrototypeOrThrow } = Object;
export const { isArray } = Array;
export const { stringify } = JSON;
export const { now } = Date;
export const { toPrimitive } = Symbol;
export const PristineProxy = Proxy;
export const PristineURL = URL;
export const PristineError = Error as unknown as {
  new (): Error;
  readonly prototype: Error;
  /** Chromium; Firefox 138. */
  readonly captureStackTrace: (target: object, above?: unknown) => void;
  /** Chromium 134; Firefox 138. */
  readonly isError: (value: unknown) => value is Error;
  prepareStackTrace?: unknown;
};
export const PristineCustomEvent = CustomEvent;
export const PristineMouseEvent = MouseEvent;
export const PristineErrorEvent = ErrorEvent;

// biome-ignore lint/suspicious/noExplicitAny: any function at all
export type AnyFunction = (this: any, ...args: any[]) => any;

/** Not `String`, whose frame would appear in the stack of an error that the value's own code throws. */
export function toText(value: unknown): string {
  return `${value}`;
}

/** A method as a function of its object. */
export function uncurried<This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
): (self: This, ...args: Args) => Result {
  return (self, ...args) => apply(method, self, args);
}

/** An accessor's getter as a function of its object; it throws for objects of another kind. */
export function getterOf<This, Name extends keyof This & string>(
  prototype: This,
  name: Name,
): (self: unknown) => This[Name] {
  // A page that ran before us may have replaced the accessor: then the getter throws for every value.
  const getter = (prototype &&
    getOwnPropertyDescriptor(prototype as object, name)?.get) as AnyFunction;
  return (self) => apply(getter, self, []);
}

/** Detaches an object from Object.prototype, to which the page may have added properties. */
export function bare<T extends object>(object: T): T {
  setPrototypeOf(object, null);
  return object;
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

const mapGet = uncurried(WeakMap.prototype.get);
const mapSet = uncurried(WeakMap.prototype.set);

/** A WeakMap that the page cannot reach into. */
export class PrivateMap<Value> {
  readonly #map = new WeakMap<object, Value>();

  get(key: unknown): Value | undefined {
    return isObject(key) ? (mapGet(this.#map, key) as Value | undefined) : undefined;
  }

  set(key: unknown, value: Value): void {
    if (isObject(key)) mapSet(this.#map, key, value);
  }
}

export const slice = uncurried(String.prototype.slice);
export const indexOf = uncurried(String.prototype.indexOf);
export const lastIndexOf = uncurried(String.prototype.lastIndexOf);
export const lowerCase = uncurried(String.prototype.toLowerCase);
export const upperCase = uncurried(String.prototype.toUpperCase);
export const execute = uncurried(RegExp.prototype.exec);
export const listen = uncurried(EventTarget.prototype.addEventListener);
export const unlisten = uncurried(EventTarget.prototype.removeEventListener);
export const dispatch = uncurried(EventTarget.prototype.dispatchEvent);
export const eachHeader = uncurried(Headers.prototype.forEach);

const setterOf = (name: "username" | "password") =>
  uncurried(getOwnPropertyDescriptor(URL.prototype, name)?.set as AnyFunction);
const setUsername = setterOf("username");
const setPassword = setterOf("password");
export const urlHref = getterOf(URL.prototype, "href");
const baseUri = getterOf(Node.prototype, "baseURI");

/** Absolute, without fragment, with a user name and password where given; null for an invalid URL. */
export function absoluteUrl(
  url: string,
  username: string | null = null,
  password: string | null = null,
): string | null {
  try {
    const parsed = new PristineURL(url, baseUri(document));
    if (username !== null) setUsername(parsed, username);
    if (password !== null) setPassword(parsed, password);
    const href = urlHref(parsed);
    const hash = indexOf(href, "#");
    return hash === -1 ? href : slice(href, 0, hash);
  } catch {
    return null;
  }
}

/** Whether an accessor accepts a value as an object of its kind. */
export function accepts(getter: (self: unknown) => unknown, value: unknown): boolean {
  try {
    getter(value);
    return true;
  } catch {
    return false;
  }
}
