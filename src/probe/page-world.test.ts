import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asFake, happen, listenerCount, timeResources, world } from "./page.test-fake.ts";

const { channel } = await import("./reporter.ts");
await import("./page-world.ts");

interface Report {
  readonly kind: string;
  readonly callId?: string;
  readonly timeStamp: number;
  readonly call?: Readonly<Record<string, unknown>>;
  readonly outcome?: Readonly<Record<string, unknown>>;
  readonly apis?: readonly string[];
  readonly resources?: readonly Readonly<Record<string, unknown>>[];
}

let reports: Report[] = [];
let isBridgeGone = false;
channel.addEventListener("report", (event) => {
  if (isBridgeGone) return;
  event.preventDefault();
  reports.push(JSON.parse((event as CustomEvent<string>).detail));
});
const say = (what: string) => channel.dispatchEvent(new Event(what));

const calls = () => reports.flatMap(({ call }) => call ?? []);
const endings = () =>
  reports.flatMap(({ outcome }) =>
    outcome === undefined
      ? []
      : [`${outcome.result} ${outcome.responseType} ${outcome.status} ${outcome.errorName}`],
  );
const onlyCall = () => {
  expect(calls()).toHaveLength(1);
  return calls()[0] as Readonly<Record<string, unknown>>;
};

beforeEach(() => {
  isBridgeGone = false;
  reports = [];
  world.responses = [];
  world.controller = null;
  world.isSandboxed = false;
  world.beaconsQueued = true;
  world.workersFailLater = false;
  world.sendThrows = null;
  say("install");
});
afterEach(() => {
  say("uninstall");
});

const USUAL = {
  api: "fetch",
  url: "https://api.test/x",
  method: "GET",
  mode: "cors",
  credentials: "same-origin",
  redirect: "follow",
  onlyIfCached: false,
  hasIntegrity: false,
  served: false,
  headerNames: [],
  body: "none",
  uploadListener: false,
  keepalive: false,
  targetAddressSpace: null,
};
const X = "https://api.test/x";

describe("a fetch", () => {
  it("has fetch's defaults where the page sets no options", async () => {
    world.responses = [new Response(null, { status: 204 })];
    const got = await fetch(X);
    expect(got.status).toBe(204);
    const { stack, ...call } = onlyCall();
    expect(call).toEqual(USUAL);
    expect(stack).toMatch(/page-world\.test\.ts/);
    expect(endings()).toEqual(["resolved default 204 null"]);
  });

  const controller = new AbortController();
  // https://fetch.spec.whatwg.org/#fetch-method
  it.each<[string, unknown, unknown, object]>([
    ["a relative URL, without its fragment", new URL("x#y", X), undefined, { url: X }],
    ["a method in lower case", X, { method: "post" }, { method: "POST" }],
    ["a method that is not normalised", X, { method: "patch" }, { method: "patch" }],
    ["a mode", X, { mode: "no-cors" }, { mode: "no-cors" }],
    ["same-origin", X, { mode: "same-origin" }, { mode: "same-origin" }],
    ["credentials", X, { credentials: "include" }, { credentials: "include" }],
    ["none", X, { credentials: "omit" }, { credentials: "omit" }],
    ["redirects by hand", X, { redirect: "manual" }, { redirect: "manual" }],
    ["redirects as errors", X, { redirect: "error" }, { redirect: "error" }],
    [
      "only-if-cached",
      X,
      { cache: "only-if-cached", mode: "same-origin" },
      { onlyIfCached: true, mode: "same-origin" },
    ],
    ["another cache mode", X, { cache: "no-store" }, { onlyIfCached: false }],
    ["a hash", X, { integrity: "sha256-x" }, { hasIntegrity: true }],
    ["headers in a record", X, { headers: { "X-A": "1", b: "2" } }, { headerNames: ["x-a", "b"] }],
    [
      "headers in pairs, one twice",
      X,
      {
        headers: [
          ["X-A", "1"],
          ["x-a", "2"],
        ],
      },
      { headerNames: ["x-a"] },
    ],
    ["Headers", X, { headers: new Headers({ "X-A": "1" }) }, { headerNames: ["x-a"] }],
    ["a body", X, { method: "PUT", body: "1" }, { method: "PUT", body: "plain" }],
    [
      "a stream",
      X,
      { method: "PUT", body: new ReadableStream(), duplex: "half" },
      { method: "PUT", body: "stream" },
    ],
    ["keepalive", X, { keepalive: true }, { keepalive: true }],
    ["a signal", X, { signal: controller.signal }, {}],
    [
      "a Request",
      new Request(X, { method: "DELETE", credentials: "include", headers: { A: "1" } }),
      undefined,
      { method: "DELETE", credentials: "include", headerNames: ["a"] },
    ],
    [
      "a Request, and an init that overrides it",
      new Request(X, { method: "DELETE", redirect: "manual", integrity: "sha256-x" }),
      { method: "PUT", credentials: "omit" },
      { method: "PUT", credentials: "omit", redirect: "manual", hasIntegrity: true },
    ],
    ["an object that stringifies to a URL", { toString: () => X }, undefined, {}],
    [
      "an object that stringifies to a method",
      X,
      { method: { toString: () => "put" } },
      { method: "PUT" },
    ],
  ])("with %s", async (_name, input, init, reported) => {
    world.responses = [new Response()];
    await fetch(input as string, init as RequestInit);
    const { stack: _, ...call } = onlyCall();
    expect(call).toEqual({ ...USUAL, ...reported });
  });

  it("reads the page's objects once, like the browser", async () => {
    let requested = 0;
    world.responses = [new Response()];
    const init = {
      get method() {
        requested++;
        return "PUT";
      },
    };
    await fetch(X, init);
    expect(requested).toBe(1);
    expect(onlyCall().method).toBe("PUT");
  });

  it("reports the beginning and the length of a long URL or method", async () => {
    world.responses = [new Response()];
    const url = X.padEnd(9_000, "x");
    await fetch(url, { method: "M".repeat(70) });
    expect(onlyCall()).toMatchObject({ urlLength: 9_000, methodLength: 70 });
    expect(onlyCall().url).toBe(url.slice(0, 8_192));
    expect(onlyCall().method).toBe("M".repeat(64));
  });

  it("reports at most 100 header names", async () => {
    world.responses = [new Response()];
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`x-${i}`, "1"]));
    await fetch(X, { headers: many });
    expect(onlyCall().headerNames).toHaveLength(100);
  });

  it.each<[string, () => void, boolean]>([
    ["goes to a service worker", () => (world.controller = {}), true],
    ["does not go to a service worker", () => (world.controller = null), false],
    ["comes from a sandboxed document", () => (world.isSandboxed = true), false],
  ])("reports whether it %s", async (_name, arrange, served) => {
    arrange();
    world.responses = [new Response()];
    await fetch(X);
    expect(onlyCall().served).toBe(served);
  });

  const aborted = (reason?: unknown) => AbortSignal.abort(reason);
  const later = new AbortController();
  const abortError = new DOMException("stop", "AbortError");
  it.each<[string, RequestInit, () => Error | Promise<Response>, string]>([
    [
      "the network fails",
      {},
      () => new TypeError("Failed to fetch"),
      "rejected null null TypeError",
    ],
    [
      "the network fails in Firefox",
      {},
      () => new TypeError("NetworkError when attempting to fetch resource."),
      "rejected null null TypeError",
    ],
    ["the browser throws", {}, () => new TypeError("bad mode"), "thrown null null TypeError"],
    [
      "the browser throws an error with another name",
      {},
      () => new TypeError("No Network. Failed to fetch"),
      "thrown null null TypeError",
    ],
    [
      "it was aborted before",
      { signal: aborted(abortError) },
      () => abortError,
      "thrown null null AbortError",
    ],
    [
      "the abort reason is unusual",
      { signal: aborted(LATER) },
      () => LATER,
      "thrown null null AbortError",
    ],
    [
      "its signal times out",
      { signal: aborted(TIME_UP) },
      () => TIME_UP,
      "thrown null null TimeoutError",
    ],
    [
      "it is aborted while pending",
      { signal: later.signal },
      () => {
        const gone = new Promise<Response>((_, reject) => {
          setTimeout(() => {
            later.abort(abortError);
            reject(abortError);
          }, 1);
        });
        return gone;
      },
      "rejected null null AbortError",
    ],
  ])("is reported with its result where %s", async (_name, init, result, reported) => {
    world.responses = [result()];
    await expect(fetch(X, init)).rejects.toBeInstanceOf(Error);
    expect(endings()).toEqual([reported]);
    expect(calls()).toHaveLength(1);
  });

  it("without a URL is not reported", async () => {
    await expect(fetch("http://[")).rejects.toThrow();
    expect(reports).toEqual([]);
  });

  // https://webidl.spec.whatwg.org/#es-dictionary: members after a refused one are not read.
  it.each<[string, object, object]>([
    ["an invalid mode", { mode: "x", method: "PUT" }, { optionsRefused: true, mode: null }],
    ["navigate", { mode: "navigate" }, { optionsRefused: true, mode: "navigate" }],
    ["an invalid signal", { signal: {} }, { optionsRefused: true }],
    ["an invalid referrer", { referrer: "http://[" }, { optionsRefused: true }],
  ])("with %s is reported as refused", async (_name, init, reported) => {
    await expect(fetch(X, init as RequestInit)).rejects.toThrow();
    expect(onlyCall()).toMatchObject(reported);
    expect(endings()).toEqual(["thrown null null TypeError"]);
  });

  it("returns the browser's own promise to the page", async () => {
    const error = new TypeError("Failed to fetch");
    world.responses = [error];
    await expect(fetch(X)).rejects.toBe(error);
    const made = new Response();
    world.responses = [made];
    expect(await fetch(X)).toBe(made);
  });
});

const LATER = new Error("later");
const TIME_UP = new DOMException("time is up", "TimeoutError");

describe("an XMLHttpRequest", () => {
  const sent = (
    prepare: (xhr: XMLHttpRequest) => void = () => {},
    method = "get",
    body?: string,
  ) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, X);
    prepare(xhr);
    xhr.send(body);
    return xhr;
  };

  // https://xhr.spec.whatwg.org/#the-send()-method
  it.each<[string, () => XMLHttpRequest, object]>([
    ["without options", () => sent(), {}],
    ["with a method", () => sent(undefined, "put"), { method: "PUT" }],
    [
      "with headers",
      () => sent((xhr) => xhr.setRequestHeader("X-A", "1")),
      { headerNames: ["x-a"] },
    ],
    [
      "with credentials",
      () => sent((xhr) => Object.assign(xhr, { withCredentials: true })),
      { credentials: "include" },
    ],
    ["with a body", () => sent(undefined, "POST", "1"), { method: "POST", body: "plain" }],
    ["with a body that GET omits", () => sent(undefined, "GET", "1"), { body: "none" }],
    ["with a body that HEAD omits", () => sent(undefined, "HEAD", "1"), { method: "HEAD" }],
    [
      "whose upload has a handler",
      () =>
        sent((xhr) => {
          xhr.upload.onprogress = () => {};
        }),
      { uploadListener: true },
    ],
    [
      "whose upload may have a listener",
      () => sent((xhr) => void xhr.upload),
      { uploadListener: null },
    ],
    [
      "that was opened again",
      () =>
        sent((xhr) => {
          xhr.setRequestHeader("X-A", "1");
          xhr.open("PUT", X);
        }),
      { method: "PUT", headerNames: [] },
    ],
  ])("%s", (_name, send, reported) => {
    send();
    const { stack, ...call } = onlyCall();
    expect(call).toEqual({ ...USUAL, api: "xhr", ...reported });
    expect(stack).toMatch(/page-world\.test\.ts/);
  });

  it.each([
    ["load", 404, "resolved null 404 null"],
    ["error", 0, "rejected null null NetworkError"],
    ["abort", 0, "rejected null null AbortError"],
    ["timeout", 0, "rejected null null TimeoutError"],
  ])("that ends with %s is reported once", (type, status, reported) => {
    const xhr = sent();
    asFake(xhr).endWith(type, status);
    asFake(xhr).endWith("abort");
    expect(endings().slice(0, 1)).toEqual([reported]);
    expect(endings()).toHaveLength(1);
  });

  it("does not end with an event dispatched by the page", () => {
    const xhr = sent();
    xhr.dispatchEvent(new Event("load"));
    expect(endings()).toEqual([]);
  });

  it("that is pending ends where it is opened again", () => {
    const xhr = sent();
    xhr.open("GET", X);
    expect(endings()).toEqual(["rejected null null AbortError"]);
  });

  it("is reported as thrown where send() throws", () => {
    world.sendThrows = new DOMException("failed", "NetworkError");
    expect(() => sent()).toThrow("failed");
    expect(endings()).toEqual(["thrown null null NetworkError"]);
  });

  it("is reported where open() throws", () => {
    const xhr = new XMLHttpRequest();
    expect(() => xhr.open("PU T", X)).toThrow("no method");
    expect(onlyCall()).toMatchObject({ api: "xhr", method: "PU T", credentials: null });
    expect(endings()).toEqual(["thrown null null SyntaxError"]);
  });

  // https://xhr.spec.whatwg.org/#the-open()-method : only null leaves out the user name or the password
  it.each([
    [X, ["user", "a@b"], "https://user:a%40b@api.test/x"],
    [X, ["user"], "https://user@api.test/x"],
    [X, ["user", null], "https://user@api.test/x"],
    [X, [undefined, "secret"], "https://:secret@api.test/x"],
    [X, ["", ""], X],
    ["https://old@api.test/x", [], "https://old@api.test/x"],
    ["https://old@api.test/x", [null, undefined], "https://old@api.test/x"],
    ["https://old@api.test/x", ["new"], "https://new@api.test/x"],
  ])("to %s has the user name and password that open() was given: %j", (given, userinfo, url) => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", given, true, ...(userinfo as [string]));
    xhr.send();
    expect(onlyCall()).toMatchObject({ url });
  });

  it("is not reported if it was never opened", () => {
    new XMLHttpRequest().send();
    expect(reports).toEqual([]);
  });
});

describe("an EventSource", () => {
  it.each<[string, EventSourceInit | undefined, string]>([
    ["without more", undefined, "same-origin"],
    ["with credentials", { withCredentials: true }, "include"],
  ])("%s", (_name, init, credentials) => {
    new EventSource(X, init);
    const { stack: _, ...call } = onlyCall();
    expect(call).toEqual({ ...USUAL, api: "event-source", credentials });
  });

  it.each([
    ["open", "resolved null 200 null"],
    ["error", "rejected null null NetworkError"],
  ])("ends with its first %s, not with later events", (type, reported) => {
    const source = new EventSource(X);
    source.dispatchEvent(new Event(type));
    expect(endings()).toEqual([]);
    happen(source, type);
    happen(source, "error");
    happen(source, "open");
    expect(endings()).toEqual([reported]);
  });

  it("is reported as thrown", () => {
    expect(() => new EventSource("http://[")).toThrow("no URL");
    expect(reports).toEqual([]);
    expect(() => new EventSource("http://[", {})).toThrow("no URL");
  });

  it("is an instance of its class, with its constructor", () => {
    const source = new EventSource(X);
    expect(source).toBeInstanceOf(EventSource);
    expect(source.constructor).toBe(EventSource);
  });
});

describe("a beacon", () => {
  // https://w3c.github.io/beacon/#sendbeacon-method
  it.each<[string, BodyInit | undefined, object]>([
    ["without data", undefined, { mode: "no-cors", body: "none" }],
    ["a text", "1", { mode: "no-cors", body: "plain" }],
    [
      "a form",
      new Blob(["a=1"], { type: "application/x-www-form-urlencoded" }),
      { mode: "no-cors", body: "plain" },
    ],
    ["a blob without a type", new Blob(["1"]), { mode: "no-cors", body: "plain" }],
    ["text with a charset", new Blob(["1"], { type: "text/plain;charset=x" }), { mode: "no-cors" }],
    ["JSON", new Blob(["{}"], { type: "application/json" }), { mode: "cors", body: "plain" }],
    ["a type that only begins alike", new Blob(["1"], { type: "text/plainx" }), { mode: "cors" }],
  ])("of %s", (_name, data, reported) => {
    expect(navigator.sendBeacon(X, data)).toBe(true);
    const usual = { ...USUAL, api: "beacon", method: "POST", credentials: "include" };
    expect(onlyCall()).toMatchObject({ ...usual, keepalive: true, body: "plain", ...reported });
    expect(endings()).toEqual(["resolved null null null"]);
  });

  it("is reported as failed if it is too large", () => {
    world.beaconsQueued = false;
    expect(navigator.sendBeacon(X)).toBe(false);
    expect(endings()).toEqual(["rejected null null QuotaExceededError"]);
  });

  it("throws without a URL, and is not reported", () => {
    expect(() => navigator.sendBeacon("http://[")).toThrow(TypeError);
    expect(reports).toEqual([]);
  });
});

describe("a worker", () => {
  it.each<[string, () => unknown]>([
    ["a worker", () => new Worker(X)],
    ["a shared worker", () => new SharedWorker(X)],
    ["a worker from a URL object", () => new Worker(new URL(X))],
  ])("of another origin: %s", (_name, make) => {
    expect(make).toThrow("another origin");
    expect(onlyCall()).toMatchObject({ api: "worker", url: X, mode: "same-origin" });
    expect(endings()).toEqual(["thrown null null SecurityError"]);
  });

  describe("of another origin, in Firefox", () => {
    beforeEach(() => {
      world.workersFailLater = true;
    });

    it.each<[string, () => object]>([
      ["a worker", () => new Worker(X)],
      ["a shared worker", () => new SharedWorker(X)],
      ["a worker from a URL object", () => new Worker(new URL(X))],
    ])("fails by its first error event: %s", (_name, make) => {
      const worker = make() as Worker;
      worker.dispatchEvent(new Event("error"));
      expect(reports).toEqual([]);
      happen(worker, "error");
      happen(worker, "error");
      expect(onlyCall()).toMatchObject({ api: "worker", url: X, mode: "same-origin" });
      expect(endings()).toEqual(["rejected null null SecurityError"]);
    });

    it.each<[string, () => object]>([
      ["a worker of the page's origin", () => new Worker("https://page.test/w.js")],
      ["a worker of the page's origin, by a path", () => new Worker("/w.js")],
      ["a worker of a blob", () => new Worker("blob:https://api.test/1")],
      ["a WebSocket to a URL of HTTP", () => new WebSocket("https://api.test/")],
    ])("does not concern %s", (_name, make) => {
      const made = make();
      happen(made, "error");
      expect(reports).toEqual([]);
    });
  });

  // parse-report.ts recognises the WebSocket by its URL.
  it("has the same report as a WebSocket that a secure page may not open", () => {
    expect(() => new WebSocket("ws://api.test/x")).toThrow(DOMException);
    expect(onlyCall()).toMatchObject({ api: "worker", url: "ws://api.test/x" });
    expect(endings()).toEqual(["thrown null null SecurityError"]);
  });

  it.each<[string, () => unknown]>([
    ["a WebSocket that opens", () => new WebSocket("wss://api.test/x")],
    ["a WebSocket without a URL", () => expect(() => new WebSocket("http://[")).toThrow("no URL")],
    ["a worker with the page's own script", () => new Worker("https://page.test/w.js")],
    [
      "a worker that throws for another reason",
      () => expect(() => new Worker("")).toThrow("no script"),
    ],
  ])("%s is not reported as a call", (_name, make) => {
    make();
    expect(reports).toEqual([]);
  });
});

describe("the timeline", () => {
  it("is observed including its existing entries", () => {
    expect(world.timeline?.options).toEqual({ type: "resource", buffered: true });
    say("uninstall");
    expect(world.timeline).toBeNull();
  });

  it.each<[string, object, object | null]>([
    [
      "of another origin",
      { name: `${X}#y`, responseStatus: 200, startTime: 5, duration: 7 },
      { url: X, status: 200, byWorker: false },
    ],
    ["of a service worker", { name: X, workerStart: 1 }, { url: X, status: 0, byWorker: true }],
    ["of the page's own origin", { name: "https://page.test/a", requestStart: 1 }, null],
    [
      "of the page's own origin that was redirected",
      { name: "https://page.test/a", requestStart: 0 },
      { url: "https://page.test/a" },
    ],
    [
      "of the page's own origin by its service worker",
      { name: "https://page.test/a", requestStart: 1, workerStart: 1 },
      { byWorker: true },
    ],
    [
      "of an origin with the same beginning",
      { name: "https://page.test.evil/", requestStart: 1 },
      {},
    ],
    ["of data", { name: "data:,x" }, null],
    ["of a URL of maximum length", { name: X.padEnd(2_048, "x") }, {}],
    ["of a URL that is too long", { name: X.padEnd(2_049, "x") }, null],
  ])("reports entries, or not: %s", (_name, timing, reported) => {
    timeResources([timing]);
    if (reported === null) expect(reports).toEqual([]);
    else {
      expect(reports).toHaveLength(1);
      expect(reports[0]?.resources?.[0]).toMatchObject(reported);
    }
  });

  it("reports the start and end of each entry", () => {
    const zero = Date.now() - performance.now();
    timeResources([{ name: X, startTime: 1_000, duration: 500 }]);
    const [{ startedAt, endedAt } = {}] = reports[0]?.resources ?? [];
    expect(Number(endedAt) - Number(startedAt)).toBeCloseTo(500, 3);
    expect(Math.abs(Number(startedAt) - zero - 1_000)).toBeLessThan(50);
  });

  it("reports an entry again unchanged", () => {
    const zero = Date.now() - performance.now();
    timeResources([{ name: X, startTime: 1_000, duration: 500 }]);
    say("uninstall");
    say("install");
    while (Date.now() - performance.now() === zero);
    timeResources([{ name: X, startTime: 1_000, duration: 500 }]);
    expect(reports[1]?.resources).toEqual(reports[0]?.resources);
  });

  it("reports many entries in batches, without losing any", () => {
    timeResources(Array.from({ length: 45 }, (_, i) => ({ name: `${X}/${i}` })));
    expect(reports.map(({ resources }) => resources?.length)).toEqual([20, 20, 5]);
    const urls = reports.flatMap(({ resources = [] }) => resources.map(({ url }) => url));
    expect(new Set(urls).size).toBe(45);
  });
});

describe("what the page can notice", () => {
  it("is nothing in the source text of wrapped functions", () => {
    for (const made of [fetch, EventSource, XMLHttpRequest.prototype.open, navigator.sendBeacon]) {
      expect(`${made}`).toBe(`function ${made.name}() { [native code] }`);
    }
    expect(`${Function.prototype.toString}`).toBe("function toString() { [native code] }");
    expect(Function.prototype.toString.call(() => 1)).toBe("() => 1");
  });

  it("is nothing once nobody listens: everything is the browser's own again", async () => {
    const installed = [fetch, XMLHttpRequest.prototype.send, EventSource];
    say("uninstall");
    const plain = [fetch, XMLHttpRequest.prototype.send, EventSource];
    for (const [index, made] of plain.entries()) expect(made).not.toBe(installed[index]);
    reports = [];
    world.responses = [new Response()];
    await fetch(X);
    // A wrapper that the page has kept only passes calls on.
    world.responses = [new Response()];
    await (installed[0] as typeof fetch)(X);
    expect(reports).toEqual([]);
    say("install");
    expect(fetch).toBe(installed[0]);
  });

  it("sets a wrapped function's prototype like the browser's own", () => {
    const before = Object.getPrototypeOf(fetch);
    const other = Object.create(before);
    expect(Reflect.setPrototypeOf(fetch, other)).toBe(true);
    expect(Object.getPrototypeOf(fetch)).toBe(other);
    Reflect.setPrototypeOf(fetch, before);
    // A prototype chain must end.
    expect(Reflect.setPrototypeOf(fetch, Object.create(fetch))).toBe(false);
    expect(() => Object.setPrototypeOf(fetch, Object.create(fetch))).toThrow(TypeError);
  });

  it("does not include an error listener while nobody listens", () => {
    expect(listenerCount(window, "error")).toBe(1);
    say("uninstall");
    expect(listenerCount(window, "error")).toBe(0);
  });
});

describe("a page that ran before the probe", () => {
  it.each<[string, () => () => void, string]>([
    [
      "wraps fetch",
      () => {
        const { fetch: before } = globalThis;
        globalThis.fetch = (...args) => before(...args);
        return () => {
          globalThis.fetch = before;
        };
      },
      "fetch",
    ],
    [
      "wraps send",
      () => {
        const { prototype } = XMLHttpRequest;
        const before = prototype.send;
        prototype.send = function (body) {
          before.call(this, body);
        };
        return () => {
          prototype.send = before;
        };
      },
      "xhr",
    ],
  ])("and %s is reported by name, while intact APIs are still observed", (_name, arrange, name) => {
    say("uninstall");
    const undo = arrange();
    try {
      reports = [];
      say("install");
      expect(reports).toMatchObject([{ kind: "calls-unheard", apis: [name] }]);
      reports = [];
      navigator.sendBeacon(X);
      expect(calls()).toHaveLength(1);
    } finally {
      say("uninstall");
      undo();
    }
    reports = [];
    say("install");
    expect(reports).toEqual([]);
  });
});

it("restores the page's functions once no bridge receives its reports", async () => {
  say("uninstall");
  const { fetch: own } = globalThis;
  say("install");
  expect(fetch).not.toBe(own);
  isBridgeGone = true;
  await fetch(X).catch(() => null);
  expect(fetch).toBe(own);
});
