import type { Lab } from "./lab.ts";

/**
 * A page that replaced the browser's functions before a panel was opened. Its wrappers change the page's
 * arguments.
 */
export interface LateWrapper {
  readonly name: string;
  /** Runs as the page loads. `API` is the URL of its requests; nothing responds at `WRONG`. */
  readonly script: string;
  /** Runs once the panel is open. */
  readonly call: string;
  /** The reports on the sent requests, in any order. */
  readonly wanted: readonly object[];
}

const BLOCKED = { outcome: "blocked", cause: { code: "wildcard-origin-not-allowed" } };
const SENT = { outcome: "allowed", reachedServer: true };
const WITHOUT = { ...SENT, credentials: { value: "same-origin" } };

export const LATE_WRAPPERS: readonly LateWrapper[] = [
  {
    name: "an interceptor adds credentials",
    script: `const send = fetch; fetch = (url, init) => send(url, { ...init, credentials: "include" });`,
    call: `fetch(API)`,
    wanted: [BLOCKED],
  },
  {
    name: "an interceptor takes credentials away",
    script: `const send = fetch;
      fetch = function fetch(url, init) { return send(url, { ...init, credentials: "omit" }); };`,
    call: `fetch(API, { credentials: "include" })`,
    wanted: [WITHOUT],
  },
  {
    name: "a base URL",
    script: `const send = fetch; fetch = (url) => send(API + "&" + url);`,
    call: `fetch("/outer")`,
    wanted: [SENT],
  },
  {
    name: "a bound function, whose source is native",
    script: `fetch = (function (send, url) { return send(API); }).bind(window, fetch);`,
    call: `fetch(WRONG)`,
    wanted: [SENT],
  },
  {
    name: "an accessor",
    script: `const send = fetch;
      Object.defineProperty(window, "fetch", { get: () => () => send(API), configurable: true });`,
    call: `fetch(WRONG)`,
    wanted: [SENT],
  },
  {
    name: "a zone, which also hides its source text",
    script: `const send = fetch;
      const native = new Map();
      const replace = (owner, key, make) => {
        const original = owner[key];
        owner[key] = make(original);
        native.set(owner[key], original);
      };
      const toText = Function.prototype.toString;
      Function.prototype.toString = function toString() { return toText.call(native.get(this) ?? this); };
      native.set(Function.prototype.toString, toText);
      replace(window, "fetch", () => function fetch() { return send(API); });`,
    call: `fetch(WRONG, { credentials: "include" })`,
    wanted: [WITHOUT],
  },
  {
    name: "a mock without any request",
    script: `fetch = async () => new Response("mocked");`,
    call: `fetch(API)`,
    wanted: [],
  },
  {
    name: "a Request of the page's own",
    script: `window.Request = class extends Request {
        constructor(url, init) { super(API, { ...init, credentials: "omit" }); }
      };`,
    call: `fetch(new Request(WRONG, { credentials: "include" }))`,
    wanted: [WITHOUT],
  },
  {
    name: "XMLHttpRequest's open() with a base URL",
    script: `const { open } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.open = function (method) { return open.call(this, method, API); };`,
    call: `XHR(WRONG)`,
    wanted: [SENT],
  },
  {
    name: "XMLHttpRequest's send() that adds credentials",
    script: `const { send } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.send = function (body) { this.withCredentials = true; send.call(this, body); };`,
    call: `XHR(API)`,
    wanted: [BLOCKED],
  },
  {
    name: "XMLHttpRequest's withCredentials that stays on",
    script: `const { get, set } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "withCredentials");
      Object.defineProperty(XMLHttpRequest.prototype, "withCredentials", {
        configurable: true,
        get() { return false; },
        set() { set.call(this, true); },
      });`,
    call: `XHR(API, (xhr) => { xhr.withCredentials = false; })`,
    wanted: [BLOCKED],
  },
  {
    name: "XMLHttpRequest replaced by a subclass",
    script: `window.XMLHttpRequest = class extends XMLHttpRequest {
        open(method) { super.open(method, API); }
      };`,
    call: `XHR(WRONG)`,
    wanted: [SENT],
  },
  {
    name: "XMLHttpRequest replaced by a function that dresses up the real one",
    script: `const Real = XMLHttpRequest;
      window.XMLHttpRequest = function () {
        const xhr = new Real();
        const { open } = xhr;
        xhr.open = (method) => open.call(xhr, method, API);
        return xhr;
      };
      XMLHttpRequest.prototype = Real.prototype;`,
    call: `XHR(WRONG)`,
    wanted: [SENT],
  },
  {
    name: "a replaced sendBeacon",
    script: `const { sendBeacon } = Navigator.prototype;
      Navigator.prototype.sendBeacon = function () { return sendBeacon.call(this, API, "x"); };`,
    call: `navigator.sendBeacon(WRONG)`,
    wanted: [{ reachedServer: true }],
  },
  {
    name: "a replaced EventSource",
    script: `const Real = EventSource;
      window.EventSource = class extends Real {
        constructor() { super(API); this.onerror = () => this.close(); }
      };`,
    call: `void new EventSource(WRONG)`,
    wanted: [{ reachedServer: true }],
  },
];

/** Sets up the lab for such a page; returns its URL and a text that is part of all its URLs. */
export function serveLateWrapper(lab: Lab, { script }: LateWrapper, id: string): string {
  lab.respond(`${id}-api`, {
    response: {
      headers: [
        ["Access-Control-Allow-Origin", "*"],
        ["Content-Type", "text/plain"],
      ],
    },
  });
  lab.respond(`${id}-page`, {
    response: {
      headers: [["Content-Type", "text/html"]],
      body: `<!doctype html><title>Late</title><script>
const API = "${lab.url("apiA", `${id}-api`, "?real")}";
const WRONG = "${lab.url("apiA", `${id}-api`, "?wrong")}";
function XHR(url, prepare = () => {}) {
  const xhr = new XMLHttpRequest();
  xhr.open("GET", url);
  prepare(xhr);
  xhr.send();
}
{
${script}
}
</script>`,
    },
  });
  return lab.url("page", `${id}-page`);
}
