/**
 * The page's part of probe.e2e.test.ts: runs in the page, as text, so it can use nothing from outside its
 * function.
 */

/**
 * Makes calls of every kind and reports everything observable: results, errors with their stacks, and the
 * order of events.
 */
export async function runTable(other: string, closed: string): Promise<object> {
  const table: Record<string, unknown> = {};
  const about = (error: unknown) =>
    error instanceof Error || error instanceof DOMException
      ? { name: error.name, message: error.message, stack: error.stack, own: Object.keys(error) }
      : { thrown: String(error) };
  const given = async (response: Response) => ({
    type: response.type,
    status: response.status,
    isResponse: response instanceof Response,
    text: await response.text(),
  });
  const inTime = <T>(promise: Promise<T>) =>
    Promise.race([
      promise,
      new Promise<never>((_, reject) => setTimeout(reject, 8_000, "took too long")),
    ]);
  async function fetching(name: string, call: () => Promise<Response>): Promise<void> {
    let promise: Promise<Response>;
    try {
      promise = call();
    } catch (error) {
      table[name] = { threw: about(error) };
      return;
    }
    const isPromise = promise instanceof Promise && promise.constructor === Promise;
    try {
      table[name] = { isPromise, ...(await given(await inTime(promise))) };
    } catch (error) {
      table[name] = { isPromise, rejected: about(error) };
    }
  }
  function throwing(name: string, call: () => unknown): void {
    try {
      table[name] = { returned: String(call()) };
    } catch (error) {
      table[name] = { threw: about(error) };
    }
  }

  await fetching("same origin", () => fetch("/ok"));
  await fetching("a URL object", () => fetch(new URL("/ok#x", location.href)));
  await fetching("cors", () => fetch(`${other}/cors`));
  await fetching("blocked", () => fetch(`${other}/ok`));
  await fetching("blocked, deep", () => {
    const dive = (depth: number): Promise<Response> =>
      depth === 0 ? fetch(`${other}/ok`) : dive(depth - 1);
    return dive(20);
  });
  await fetching("no-cors", () => fetch(`${other}/ok`, { mode: "no-cors" }));
  await fetching("preflight refused", () =>
    fetch(`${other}/ok`, { method: "put", headers: { "X-One": "1" }, body: "x" }),
  );
  await fetching("not found", () => fetch("/404"));
  await fetching("refused", () => fetch(closed));
  await fetching("same-origin elsewhere", () => fetch(`${other}/cors`, { mode: "same-origin" }));
  await fetching("redirect error", () => fetch("/redirect", { redirect: "error" }));
  await fetching("redirect manual", () => fetch("/redirect", { redirect: "manual" }));
  await fetching("no URL", () => fetch("http://["));
  await fetching("with credentials", () => fetch("http://u:p@app.test/"));
  await fetching("no such mode", () => fetch("/ok", { mode: "zzz" as RequestMode }));
  await fetching("forbidden method", () => fetch("/ok", { method: "TRACE" }));
  await fetching("no-cors PUT", () => fetch("/ok", { mode: "no-cors", method: "PUT" }));
  await fetching("no such header", () => fetch("/ok", { headers: { "a b": "1" } }));
  await fetching("init that is none", () => fetch("/ok", 1 as never));
  await fetching("nothing", () => (fetch as () => Promise<Response>)());
  await fetching("a symbol", () => fetch(Symbol.iterator as never));
  await fetching("not on a window", () => fetch.call({} as never, "/ok"));
  await fetching("new", () => Reflect.construct(fetch, ["/ok"]) as never);
  await fetching("aborted before", () => fetch("/ok", { signal: AbortSignal.abort() }));
  await fetching("aborted with a reason", () =>
    fetch("/ok", { signal: AbortSignal.abort({ stack: "mine" }) }),
  );
  await fetching("aborted on the way", () => {
    const controller = new AbortController();
    const promise = fetch("/never", { signal: controller.signal });
    controller.abort();
    return promise;
  });
  await fetching("a Request", () =>
    fetch(new Request(`${other}/cors`, { method: "POST", body: "x", credentials: "omit" })),
  );
  await fetching("a Request that is used", () => {
    const request = new Request("/ok", { method: "POST", body: "x" });
    void request.text();
    return fetch(request);
  });
  await fetching("a body that streams", () =>
    fetch("/ok", {
      method: "POST",
      body: new Blob(["x"]).stream(),
      duplex: "half",
    } as RequestInit),
  );
  await fetching("a getter that throws", () =>
    fetch("/ok", {
      get method(): string {
        throw new Error("mine");
      },
    }),
  );
  await fetching("a URL that throws", () =>
    fetch({
      toString() {
        throw new RangeError("mine");
      },
    } as never),
  );

  const read: string[] = [];
  const nosy = (target: object) =>
    new Proxy(target, {
      get(object, key) {
        read.push(String(key));
        return Reflect.get(object, key);
      },
    });
  const url = {
    toString() {
      read.push("url");
      return "/ok";
    },
  };
  await fetching("what is read", () =>
    fetch(url as never, nosy({ method: "POST", body: "x", headers: nosy({ "X-One": "1" }) })),
  );
  table["what was read"] = read.splice(0);

  // XMLHttpRequest
  const EVENTS = ["loadstart", "readystatechange", "progress", "abort", "error", "load", "timeout"];
  const xhring = async (name: string, act: (xhr: XMLHttpRequest) => void) => {
    const xhr = new XMLHttpRequest();
    const log: string[] = [];
    for (const type of EVENTS) {
      xhr.addEventListener(type, () => log.push(`${type} ${xhr.readyState} ${xhr.status}`));
    }
    const end = new Promise<void>((resolve) => {
      xhr.onloadend = () => resolve();
    });
    let threw: object | null = null;
    try {
      act(xhr);
      log.push("went on");
    } catch (error) {
      threw = about(error);
    }
    if (threw === null) await inTime(end);
    const text = xhr.responseType === "" ? xhr.responseText : null;
    table[name] = { threw, log: log.filter((line) => !line.startsWith("progress")), text };
  };
  await xhring("xhr", (xhr) => {
    xhr.open("GET", "/ok");
    xhr.send();
  });
  await xhring("xhr cors", (xhr) => {
    xhr.open("post", `${other}/cors`);
    xhr.send("x");
  });
  await xhring("xhr blocked", (xhr) => {
    xhr.open("GET", `${other}/ok`);
    xhr.withCredentials = true;
    xhr.setRequestHeader("X-One", "1");
    xhr.send();
  });
  await xhring("xhr aborted", (xhr) => {
    xhr.open("GET", "/never");
    xhr.send();
    xhr.abort();
  });
  await xhring("xhr timed out", (xhr) => {
    xhr.open("GET", "/never");
    xhr.timeout = 50;
    xhr.send();
  });
  await xhring("xhr sync", (xhr) => {
    xhr.open("GET", "/ok", false);
    xhr.send();
  });
  await xhring("xhr sync blocked", (xhr) => {
    xhr.open("GET", `${other}/ok`, false);
    xhr.send();
  });
  await xhring("xhr sync blocked, deep", (xhr) => {
    xhr.open("GET", `${other}/ok`, false);
    const dive = (depth: number): void => (depth === 0 ? xhr.send() : dive(depth - 1));
    dive(20);
  });
  await xhring("xhr no URL", (xhr) => xhr.open("GET", "http://["));
  await xhring("xhr forbidden method", (xhr) => xhr.open("TRACE", "/ok"));
  await xhring("xhr header before open", (xhr) => xhr.setRequestHeader("a", "b"));
  await xhring("xhr no such header", (xhr) => {
    xhr.open("GET", "/ok");
    xhr.setRequestHeader("a b", "c");
  });
  await xhring("xhr not opened", (xhr) => xhr.send());
  throwing("xhr open of nothing", () =>
    Reflect.apply(XMLHttpRequest.prototype.open, {}, ["GET", "/"]),
  );
  throwing("xhr send of nothing", () => XMLHttpRequest.prototype.send.call(null as never));
  throwing("xhr upload of nothing", () => XMLHttpRequest.prototype.upload);
  throwing("xhr open without URL", () =>
    Reflect.apply(XMLHttpRequest.prototype.open, new XMLHttpRequest(), ["GET"]),
  );
  class OurRequest extends XMLHttpRequest {
    override open(method: string, url: string | URL): void {
      super.open(method, url, false, null, null);
    }
  }
  const ours = new OurRequest();
  ours.open("GET", "/ok");
  ours.send();
  table["xhr subclass"] = [ours.responseText, ours instanceof OurRequest, String(ours.upload)];

  // EventSource
  const sourcing = async (name: string, make: () => EventSource) => {
    let source: EventSource;
    try {
      source = make();
    } catch (error) {
      table[name] = { threw: about(error) };
      return;
    }
    const made = source;
    const type = await inTime(
      new Promise((resolve) => {
        made.onopen = made.onerror = (event) => resolve(event.type);
      }),
    );
    table[name] = {
      type,
      state: made.readyState,
      isSource: made instanceof EventSource,
      constructor: made.constructor === EventSource,
      url: made.url,
      withCredentials: made.withCredentials,
    };
    made.close();
  };
  class OurSource extends EventSource {}
  await sourcing("event source", () => new EventSource("/events"));
  await sourcing(
    "event source cors",
    () => new EventSource(`${other}/events`, { withCredentials: true }),
  );
  await sourcing("event source not found", () => new EventSource("/404"));
  await sourcing("event source subclass", () => new OurSource("/events"));
  await sourcing("event source reflected", () =>
    Reflect.construct(EventSource, ["/events"], OurSource),
  );
  await sourcing("event source no URL", () => new EventSource("http://["));
  await sourcing("event source without new", () => (EventSource as never as () => never)());

  // sendBeacon
  throwing("beacon", () => navigator.sendBeacon("/ok", "x"));
  throwing("beacon elsewhere", () => navigator.sendBeacon(`${other}/ok`, new Blob(["x"])));
  throwing("beacon no URL", () => navigator.sendBeacon("http://["));
  throwing("beacon of nothing", () => Navigator.prototype.sendBeacon.call({} as never, "/"));
  throwing("source text of nothing", () => Function.prototype.toString.call({}));

  // Stack formatting by the page
  const formatted: unknown[] = [];
  const setting = Error as unknown as { prepareStackTrace?: unknown };
  setting.prepareStackTrace = (error: Error, sites: { getFileName(): string }[]) => {
    formatted.push([error.message, sites.map((site) => site.getFileName())]);
    return "formatted";
  };
  throwing("formatted by the page", () => new XMLHttpRequest().open("GET", "http://["));
  await fetching("formatted by the page, later", () => fetch("http://["));
  delete setting.prepareStackTrace;
  table.formatted = formatted;
  return table;
}

/** The observable properties of the wrapped functions. */
export function look(): object {
  const source = (of: unknown) => Function.prototype.toString.call(of);
  const flags = (owner: object, key: string) => {
    const all = Object.getOwnPropertyDescriptor(owner, key);
    const { value, get, set, ...rest } = all ?? {};
    const main = (value ?? get) as (() => void) | undefined;
    return {
      ...rest,
      position: Reflect.ownKeys(owner).indexOf(key),
      has: [typeof value, typeof get, typeof set],
      name: main?.name,
      length: main?.length,
      own: main && Reflect.ownKeys(main).map(String),
      prototype: main && Object.getPrototypeOf(main) === Function.prototype,
      source: main && [source(main), String(main), `${main}`, main.toString()],
    };
  };
  const xhr = XMLHttpRequest.prototype;
  return {
    fetch: flags(window, "fetch"),
    open: flags(xhr, "open"),
    setRequestHeader: flags(xhr, "setRequestHeader"),
    send: flags(xhr, "send"),
    upload: flags(xhr, "upload"),
    EventSource: flags(window, "EventSource"),
    constructor: flags(EventSource.prototype, "constructor"),
    isConstructor: EventSource.prototype.constructor === EventSource,
    constants: [EventSource.CONNECTING, EventSource.OPEN, EventSource.CLOSED],
    sendBeacon: flags(Navigator.prototype, "sendBeacon"),
    toString: flags(Function.prototype, "toString"),
    sourceOfOwn: source(look),
    sourceOfSource: source(Function.prototype.toString),
    tags: [String(XMLHttpRequest), Object.prototype.toString.call(fetch)],
  };
}
