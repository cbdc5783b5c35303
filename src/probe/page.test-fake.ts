/**
 * A page's world as far as the probe uses it, in place of Node's globals. Import it before the probe, which
 * captures what it needs while it loads. Its functions pass for the browser's own.
 */

const texts = new WeakMap<object, string>();
const plainText = Function.prototype.toString;

/** Makes a function pass for one of the browser's by its source text. */
function native<F>(made: F, name: string): F {
  texts.set(made as object, `function ${name}() { [native code] }`);
  return made;
}

/** The same for a class and everything on its prototype. */
function nativeClass<C extends { prototype: object; name: string }>(made: C, name = made.name): C {
  Object.defineProperty(made, "name", { value: name });
  native(made, name);
  const parts = Object.getOwnPropertyDescriptors(made.prototype);
  for (const [key, { value, get, set }] of Object.entries(parts)) {
    if (typeof value === "function" && key !== "constructor") native(value, key);
    if (get !== undefined) native(get, `get ${key}`);
    if (set !== undefined) native(set, `set ${key}`);
  }
  return made;
}

class FakeEvent {
  isTrusted = false;
  defaultPrevented = false;
  isStopped = false;
  target: object | null = null;
  constructor(
    readonly type: string,
    readonly init: { cancelable?: boolean } = {},
  ) {}
  preventDefault(): void {
    if (this.init.cancelable) this.defaultPrevented = true;
  }
  stopImmediatePropagation(): void {
    this.isStopped = true;
  }
}

class FakeCustomEvent extends FakeEvent {
  constructor(
    type: string,
    override readonly init: { detail?: unknown; cancelable?: boolean } = {},
  ) {
    super(type, init);
  }
  get detail(): unknown {
    return this.init.detail;
  }
}

class FakeMouseEvent extends FakeEvent {
  constructor(
    type: string,
    override readonly init: { relatedTarget?: object; cancelable?: boolean } = {},
  ) {
    super(type, init);
  }
  get relatedTarget(): object | null {
    return this.init.relatedTarget ?? null;
  }
}

interface ErrorInit {
  readonly cancelable?: boolean;
  readonly error?: unknown;
  readonly message?: string;
  readonly filename?: string;
  readonly lineno?: number;
  readonly colno?: number;
}

class FakeErrorEvent extends FakeEvent {
  constructor(
    type: string,
    override readonly init: ErrorInit = {},
  ) {
    super(type, init);
  }
  get error(): unknown {
    return this.init.error;
  }
  get message(): string {
    return this.init.message ?? "";
  }
  get filename(): string {
    return this.init.filename ?? "";
  }
}

type Listener = (this: object, event: FakeEvent) => void;

const listeners = new WeakMap<object, Map<string, Listener[]>>();

class FakeEventTarget {
  addEventListener(type: string, listener: Listener): void {
    const own = listeners.get(this) ?? new Map<string, Listener[]>();
    listeners.set(this, own);
    const there = own.get(type) ?? [];
    if (!there.includes(listener)) own.set(type, [...there, listener]);
  }
  removeEventListener(type: string, listener: Listener): void {
    const own = listeners.get(this);
    own?.set(
      type,
      (own.get(type) ?? []).filter((one) => one !== listener),
    );
  }
  dispatchEvent(event: FakeEvent): boolean {
    event.target ??= this;
    for (const listener of listeners.get(this)?.get(event.type) ?? []) {
      if (!event.isStopped) listener.call(this, event);
    }
    return !event.defaultPrevented;
  }
}

/** The number of an object's listeners for an event type. */
export function listenerCount(target: object, type: string): number {
  return listeners.get(target)?.get(type)?.length ?? 0;
}

/** Forgets an object's listeners, as if it were a new object. */
export function forgetListeners(target: object): void {
  listeners.delete(target);
}

/**
 * Loads a module without stack frames. The module then falls back to its file name in the build, and a test
 * can make up frames with that name.
 */
export async function loadNameless<M>(load: () => Promise<M>): Promise<M> {
  const { stackTraceLimit } = Error;
  Object.defineProperty(Error, "stackTraceLimit", {
    ...{ configurable: true, get: () => 0, set() {} },
  });
  try {
    return await load();
  } finally {
    put(Error, { stackTraceLimit });
  }
}

/** Our script's name in stacks. */
export const OUR_SCRIPT = "page-world.iife.js";

/** Dispatches a trusted event, like the browser's own. Returns false if its default was prevented. */
export function happen(target: object, type: string, more: object = {}): boolean {
  const event = Object.assign(new FakeEvent(type), { isTrusted: true }, more);
  return FakeEventTarget.prototype.dispatchEvent.call(target as FakeEventTarget, event);
}

class FakeNode extends FakeEventTarget {
  get baseURI(): string {
    return "https://page.test/dir/index.html";
  }
}

class FakeElement extends FakeNode {
  constructor(attributes: object) {
    super();
    Object.assign(this, attributes);
  }
}

const HANDLERS = ["loadstart", "progress", "load", "error", "abort", "timeout", "loadend"];
class FakeXhrEventTarget extends FakeEventTarget {}
for (const type of HANDLERS) {
  const values = new WeakMap<object, unknown>();
  Object.defineProperty(FakeXhrEventTarget.prototype, `on${type}`, {
    configurable: true,
    get(this: object) {
      return values.get(this) ?? null;
    },
    set(this: object, value: unknown) {
      values.set(this, value);
    },
  });
}

class FakeXhr extends FakeXhrEventTarget {
  readonly #upload = new FakeXhrEventTarget();
  #status = 0;
  #withCredentials = false;
  open(method: unknown, url: unknown): void {
    if (/\s/.test(`${method}`)) throw new DOMException("no method", "SyntaxError");
    void `${url}`;
  }
  setRequestHeader(name: string, _value: string): void {
    if (name === "") throw new DOMException("no name", "SyntaxError");
  }
  send(_body?: unknown): void {
    if (world.sendThrows !== null) throw world.sendThrows;
  }
  get upload(): FakeXhrEventTarget {
    return this.#upload;
  }
  get status(): number {
    return this.#status;
  }
  get withCredentials(): boolean {
    return this.#withCredentials;
  }
  set withCredentials(value: boolean) {
    this.#withCredentials = value;
  }
  /** For tests only: a page cannot call it. */
  endWith(type: string, status = 0): void {
    this.#status = status;
    happen(this, type);
  }
}

class FakeEventSource extends FakeEventTarget {
  constructor(url: unknown, init?: { withCredentials?: unknown }) {
    super();
    if (`${url}` === "http://[") throw new DOMException("no URL", "SyntaxError");
    void init?.withCredentials;
  }
}

class FakeWorker extends FakeEventTarget {
  constructor(script: unknown) {
    super();
    if (`${script}` === "") throw new DOMException("no script", "SyntaxError");
    if (!world.workersFailLater && !`${script}`.startsWith("https://page.test/")) {
      throw new DOMException("another origin", "SecurityError");
    }
  }
}
class FakeSharedWorker extends FakeWorker {}

class FakeWebSocket {
  constructor(url: unknown) {
    if (`${url}` === "http://[") throw new DOMException("no URL", "SyntaxError");
    if (`${url}`.startsWith("ws:")) throw new DOMException("another origin", "SecurityError");
  }
}

class FakeServiceWorkers {
  get controller(): object | null {
    return world.controller;
  }
}
const serviceWorkers = new FakeServiceWorkers();

class FakeNavigator {
  get serviceWorker(): FakeServiceWorkers {
    if (world.isSandboxed) throw new DOMException("sandboxed", "SecurityError");
    return serviceWorkers;
  }
  sendBeacon(url: unknown, _data?: unknown): boolean {
    if (`${url}` === "http://[") throw new TypeError("no URL");
    return world.beaconsQueued;
  }
}

interface Timing {
  readonly name: string;
  readonly startTime: number;
  readonly duration: number;
  readonly responseStatus: number;
  readonly workerStart: number;
  readonly requestStart: number;
}

class FakeEntry {
  constructor(protected readonly timing: Timing) {}
  get name(): string {
    return this.timing.name;
  }
  get startTime(): number {
    return this.timing.startTime;
  }
  get duration(): number {
    return this.timing.duration;
  }
}
class FakeResource extends FakeEntry {
  get responseStatus(): number {
    return this.timing.responseStatus;
  }
  get workerStart(): number {
    return this.timing.workerStart;
  }
  get requestStart(): number {
    return this.timing.requestStart;
  }
}

class FakeEntryList {
  constructor(private readonly entries: readonly FakeEntry[]) {}
  getEntries(): readonly FakeEntry[] {
    return this.entries;
  }
}

class FakePerformanceObserver {
  constructor(private readonly callback: (list: FakeEntryList) => void) {}
  observe(options: object): void {
    world.timeline = { options, callback: this.callback };
  }
  disconnect(): void {
    world.timeline = null;
  }
}

/** Adds resources to the page's timeline. */
export function timeResources(timings: readonly Partial<Timing>[]): void {
  const usual = { startTime: 0, duration: 0, responseStatus: 0, workerStart: 0, requestStart: 0 };
  const entries = timings.map((one) => new FakeResource({ name: "", ...usual, ...one }));
  world.timeline?.callback(new FakeEntryList(entries));
}

class FakeMutationObserver {
  constructor(private readonly callback: () => void) {}
  observe(target: object): void {
    world.mutations.set(target, this.callback);
  }
  disconnect(): void {
    world.mutations.clear();
  }
}

/** A port to the background, as the bridge sees it. */
export class FakePort {
  readonly sent: unknown[] = [];
  isOpen = true;
  throws = false;
  #hear: (message: unknown) => void = () => {};
  #end: () => void = () => {};
  readonly onMessage = { addListener: (hear: (message: unknown) => void) => (this.#hear = hear) };
  readonly onDisconnect = { addListener: (end: () => void) => (this.#end = end) };
  constructor(readonly name: string) {}
  postMessage(message: unknown): void {
    if (this.throws) throw new Error("too big");
    this.sent.push(structuredClone(message));
  }
  disconnect(): void {
    this.isOpen = false;
  }
  /** Called by the background's side. */
  say(message: string | number): void {
    this.#hear(message);
  }
  drop(): void {
    this.#end();
  }
}

/** State that tests set and read. */
export const world = {
  controller: null as object | null,
  isSandboxed: false,
  beaconsQueued: true,
  /** Whether a worker of another origin gets an event, as in Firefox 153. */
  workersFailLater: false,
  sendThrows: null as Error | null,
  /** The next fetches settle with these, in order. */
  responses: [] as (Response | Error | Promise<Response>)[],
  timeline: null as { options: object; callback: (list: FakeEntryList) => void } | null,
  mutations: new Map<object, () => void>(),
  ports: [] as FakePort[],
  /** Whether the extension was updated or removed. */
  isOrphan: false,
};

const { fetch } = {
  async fetch(input: unknown, init?: RequestInit): Promise<Response> {
    new Request(input as string, init);
    const response = world.responses.shift() ?? new TypeError("Failed to fetch");
    if (response instanceof Error) throw response;
    return response;
  },
};

const ofFunctions = {
  toString(this: object): string {
    return texts.get(this) ?? plainText.call(this);
  },
};

function put(owner: object, values: object): void {
  for (const [key, value] of Object.entries(values)) {
    Object.defineProperty(owner, key, {
      ...{ value, configurable: true, writable: true, enumerable: false },
    });
  }
}

put(Function.prototype, { toString: native(ofFunctions.toString, "toString") });
put(Error, {
  // Node's own prepareStackTrace formats stacks; a page's does only where a test sets it.
  prepareStackTrace: undefined,
  isError: (value: unknown) => value instanceof Error || value instanceof DOMException,
});
put(globalThis, {
  window: globalThis,
  top: globalThis,
  Event: nativeClass(FakeEvent, "Event"),
  CustomEvent: nativeClass(FakeCustomEvent, "CustomEvent"),
  MouseEvent: nativeClass(FakeMouseEvent, "MouseEvent"),
  ErrorEvent: nativeClass(FakeErrorEvent, "ErrorEvent"),
  EventTarget: nativeClass(FakeEventTarget, "EventTarget"),
  Node: nativeClass(FakeNode, "Node"),
  Element: nativeClass(FakeElement, "Element"),
  XMLHttpRequestEventTarget: nativeClass(FakeXhrEventTarget, "XMLHttpRequestEventTarget"),
  XMLHttpRequest: nativeClass(FakeXhr, "XMLHttpRequest"),
  EventSource: nativeClass(FakeEventSource, "EventSource"),
  Worker: nativeClass(FakeWorker, "Worker"),
  SharedWorker: nativeClass(FakeSharedWorker, "SharedWorker"),
  WebSocket: nativeClass(FakeWebSocket, "WebSocket"),
  Navigator: nativeClass(FakeNavigator, "Navigator"),
  ServiceWorkerContainer: nativeClass(FakeServiceWorkers, "ServiceWorkerContainer"),
  PerformanceEntry: nativeClass(FakeEntry, "PerformanceEntry"),
  PerformanceResourceTiming: nativeClass(FakeResource, "PerformanceResourceTiming"),
  PerformanceObserver: nativeClass(FakePerformanceObserver, "PerformanceObserver"),
  PerformanceObserverEntryList: nativeClass(FakeEntryList, "PerformanceObserverEntryList"),
  MutationObserver: nativeClass(FakeMutationObserver, "MutationObserver"),
  Request: nativeClass(Request),
  Response: nativeClass(Response),
  fetch: native(fetch, "fetch"),
  navigator: new FakeNavigator(),
  location: { origin: "https://page.test" },
  document: new FakeNode(),
  addEventListener: FakeEventTarget.prototype.addEventListener,
  dispatchEvent: FakeEventTarget.prototype.dispatchEvent,
  removeEventListener: FakeEventTarget.prototype.removeEventListener,
  chrome: {
    runtime: {
      get id() {
        return world.isOrphan ? undefined : "crosscheck";
      },
      connect({ name }: { name: string }): FakePort {
        if (world.isOrphan) throw new Error("Extension context invalidated.");
        const port = new FakePort(name);
        world.ports.push(port);
        return port;
      },
    },
  },
});

/** An element of the page with the given attributes only. */
export const element = (attributes: object): object => new FakeElement(attributes);

/** Replaces one of the browser's functions, as a page does. */
export function replace(owner: object, key: string, value: unknown): void {
  put(owner, { [key]: value });
}

/** The fake of a page's XMLHttpRequest, which a test can end. */
export const asFake = (xhr: XMLHttpRequest) => xhr as unknown as FakeXhr;
