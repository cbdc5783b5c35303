import type { Call, Seen } from "../lab/call.ts";
import { perform } from "../lab/perform.ts";
import type { Caller, FrameName } from "./scenario.ts";

// Runs in pages, frames and workers: test-pages.ts serves it together with perform.ts.

/** A call to make, and the place in this page that makes it. */
export interface Job {
  readonly id: string;
  readonly call: Call;
  readonly frame: FrameName;
  readonly worker: Caller["worker"];
}

/** A worker, or none: the document itself. */
export type WorkerKind = NonNullable<Caller["worker"]>;

/** The documents of a test page that make calls, and their workers that do. */
export type Performers = Readonly<Partial<Record<FrameName, readonly WorkerKind[]>>>;

/** The URLs of a test page's scripts and documents. */
export interface Layout {
  /** The URL of the page itself. */
  readonly here: string;
  /** The URL of the same page at another site. */
  readonly framed: string;
  /** This file and perform.ts, for documents and workers that cannot load them from a URL. */
  readonly code: string;
  readonly performers: Performers;
  /** Whether the page's requests go to its service worker first. */
  readonly isServed: boolean;
}

/** The layout that a frame needs to make calls. */
interface FrameLayout extends Pick<Layout, "here" | "code"> {
  readonly workers: readonly WorkerKind[];
}

/** The detail of a call that did not end in time. */
export const TIMED_OUT = "timed out";
/** The detail of a call whose worker does not exist. */
export const NO_WORKER = "there is no such worker";

/** A frame or worker that makes calls on request. */
interface Performer {
  postMessage(message: object): void;
}

/** The message to a performer. */
interface Order {
  readonly id: string;
  readonly call: Call;
  readonly milliseconds: number;
  readonly worker: Caller["worker"];
}

const waiting = new Map<string, (seen: Seen) => void>();
const frames = new Map<string, Performer>();
const workers = new Map<string, Performer>();

function hear(data: unknown): void {
  const { id, seen } = data as { id: string; seen: Seen };
  waiting.get(id)?.(seen);
  waiting.delete(id);
}

async function performInTime(call: Call, milliseconds: number): Promise<Seen> {
  const tooLate = new Promise<Seen>((resolve) => {
    setTimeout(() => resolve({ outcome: "rejected", detail: TIMED_OUT }), milliseconds);
  });
  const done = perform(call).catch(
    (error: unknown): Seen => ({ outcome: "rejected", detail: `threw ${error}` }),
  );
  return Promise.race([done, tooLate]);
}

/** Sends the call to another performer; its result comes by message. */
function performBy(performer: Performer, order: Order): Promise<Seen> {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve({ outcome: "rejected", detail: TIMED_OUT }),
      order.milliseconds + 1000,
    );
    waiting.set(order.id, (seen) => {
      clearTimeout(timer);
      resolve(seen);
    });
    performer.postMessage(order);
  });
}

/** Makes the call in this document, or in one of its workers. */
function performHere(order: Order): Promise<Seen> {
  if (order.worker === null) return performInTime(order.call, order.milliseconds);
  const worker = workers.get(order.worker);
  if (worker !== undefined) return performBy(worker, { ...order, worker: null });
  return Promise.resolve({ outcome: "rejected", detail: NO_WORKER });
}

/** Makes calls for others: a frame for its parent, a worker for its page. */
export function serve(listenOn: EventTarget, replyTo: Performer): void {
  listenOn.addEventListener("message", async (event) => {
    const order = (event as MessageEvent).data as Partial<Order> | undefined;
    if (!order?.call) return;
    replyTo.postMessage({ id: order.id, seen: await performHere(order as Order) });
  });
  replyTo.postMessage({ ready: true });
}

/** Makes calls for the parent page, in this document or in one of its workers. */
export async function serveParent({ here, code, workers }: FrameLayout): Promise<void> {
  // A worker's script must be same-origin, and an opaque origin has no same-origin URL.
  const script = `data:text/javascript,${encodeURIComponent(`${code}\nserve(self, self);`)}`;
  if (workers.includes("dedicated")) {
    await addDedicatedWorker(origin === "null" ? script : `${here}?worker`);
  }
  // Not every browser allows them in frames.
  await Promise.allSettled(addShareable(workers, here, false));
  serve(window, { postMessage: (message) => parent.postMessage(message, "*") });
}

/** Adds the workers of these kinds that several documents may share. */
function addShareable(
  kinds: readonly WorkerKind[],
  here: string,
  isForPage: boolean,
): Promise<void>[] {
  const adding: Promise<void>[] = [];
  if (kinds.includes("shared")) adding.push(addSharedWorker(`${here}?shared`));
  if (kinds.includes("service")) adding.push(addServiceWorker(here, isForPage));
  return adding;
}

/** Creates the frames and workers that jobs name. */
export async function build(layout: Layout): Promise<void> {
  const { here, framed, code, performers, isServed } = layout;
  const ready: Promise<void>[] = [];
  const addFrame = (name: FrameName, prepare: (frame: HTMLIFrameElement) => void) => {
    if (performers[name] === undefined) return null;
    const frame = document.createElement("iframe");
    frame.hidden = true;
    prepare(frame);
    ready.push(
      new Promise((resolve) => {
        addEventListener("message", ({ source, data }) => {
          if (source !== frame.contentWindow) return;
          if (data.ready) return resolve();
          hear(data);
        });
      }),
    );
    document.body.append(frame);
    frames.set(name, {
      postMessage: (message) => frame.contentWindow?.postMessage(message, "*"),
    });
    return frame;
  };
  const text = JSON.stringify(code).replaceAll("</", "<\\/");
  const scriptOf = (name: FrameName) =>
    `${code}\nserveParent({ here: ${JSON.stringify(here)}, code: ${text}, workers: ${JSON.stringify(performers[name])} });`;
  const htmlOf = (name: FrameName) =>
    `<!doctype html><meta charset=utf-8><script type="module">${scriptOf(name)}</script>`;
  addFrame("cross-origin", (frame) => {
    frame.src = `${framed}?frame=${performers["cross-origin"]}`;
  });
  addFrame("sandboxed", (frame) => {
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = `${here}?frame=${performers.sandboxed}`;
  });
  addFrame("srcdoc", (frame) => {
    frame.srcdoc = htmlOf("srcdoc");
  });
  const blank = addFrame("blank", () => {});
  if (blank !== null) {
    const module = blank.contentDocument?.createElement("script") as HTMLScriptElement;
    module.type = "module";
    module.textContent = scriptOf("blank");
    blank.contentDocument?.body.append(module);
  }
  addFrame("data", (frame) => {
    frame.src = `data:text/html,${encodeURIComponent(htmlOf("data"))}`;
  });
  addFrame("blob", (frame) => {
    frame.src = URL.createObjectURL(new Blob([htmlOf("blob")], { type: "text/html" }));
  });
  const workers = performers.main ?? [];
  if (workers.includes("dedicated")) ready.push(addDedicatedWorker(`${here}?worker`));
  const needed = isServed ? [...workers, "service" as const] : workers;
  ready.push(...addShareable(needed, here, isServed));
  await Promise.all(ready);
}

function addDedicatedWorker(url: string): Promise<void> {
  const worker = new Worker(url, { type: "module" });
  return add("dedicated", worker, worker);
}

function addSharedWorker(url: string): Promise<void> {
  // A separate worker for each load of the page: the previous load's may be about to end.
  const worker = new SharedWorker(url, { type: "module", name: `${Math.random()}` });
  worker.port.start();
  return add("shared", worker.port, worker.port, worker);
}

async function addServiceWorker(here: string, isForPage: boolean): Promise<void> {
  const scope = isForPage ? here : `${here}/nowhere`;
  const registration = await navigator.serviceWorker.register(`${here}?service`, {
    type: "module",
    scope,
  });
  const worker = (registration.installing ??
    registration.waiting ??
    registration.active) as ServiceWorker | null;
  await new Promise<void>((resolve) => {
    const look = () => worker?.state === "activated" && resolve();
    worker?.addEventListener("statechange", look);
    look();
  });
  const { port1, port2 } = new MessageChannel();
  const ready = add("service", port1, port1);
  port1.start();
  worker?.postMessage({ port: port2 }, [port2]);
  return ready;
}

function add(
  kind: string,
  listenOn: EventTarget,
  performer: Performer,
  failing = listenOn,
): Promise<void> {
  return new Promise((resolve, reject) => {
    failing.addEventListener("error", () => reject(new Error(`no ${kind} worker`)));
    listenOn.addEventListener("message", (event) => {
      const { data } = event as MessageEvent;
      if (!data.ready) return hear(data);
      workers.set(kind, performer);
      resolve();
    });
  });
}

/** In a shared worker: makes the calls of the connected pages. */
export function serveConnections(worker: EventTarget): void {
  worker.addEventListener("connect", (event) => servePort((event as MessageEvent).ports[0]));
}

/**
 * In a service worker: makes the calls that its page sends, and responds to requests as their URLs specify.
 */
export function serveClients(worker: EventTarget): void {
  worker.addEventListener("message", (event) => servePort((event as MessageEvent).data.port));
  worker.addEventListener("fetch", (event) => {
    const { request, respondWith } = event as Event & {
      readonly request: Request;
      respondWith(response: Response | Promise<Response>): void;
    };
    const response = responseTo(request);
    if (response !== null) respondWith.call(event, response);
  });
}

/** The service of scenario.ts that a request's URL names. */
function responseTo(request: Request): Response | Promise<Response> | null {
  const url = new URL(request.url);
  switch (url.searchParams.get("service")) {
    case "passes":
      return fetch(request);
    case "makes-up":
      return new Response("made up", { headers: { "X-Made": "up" } });
    case "fetches-other":
      return fetch(request.url.replace("service=", "served="));
    case "errors":
      return Response.error();
    default:
      return null;
  }
}

function servePort(port: MessagePort | undefined): void {
  if (port === undefined) return;
  serve(port, port);
  port.start();
}

/**
 * Frames and workers keep the time themselves, unless they are lost: the page waits longer by this factor.
 */
const LOST_AFTER = 4;

const lost = (milliseconds: number): Promise<Seen> =>
  new Promise((resolve) => {
    setTimeout(() => resolve({ outcome: "rejected", detail: TIMED_OUT }), milliseconds);
  });

/** Does the jobs, `atATime` at once, and reports each result. */
export async function doJobs(
  jobs: readonly Job[],
  atATime: number,
  milliseconds: number,
): Promise<Record<string, Seen>> {
  const seen: Record<string, Seen> = {};
  const left = [...jobs];
  const work = async () => {
    for (let job = left.shift(); job; job = left.shift()) {
      const { id, call, frame, worker } = job;
      const order = { id, call, milliseconds, worker };
      // Throws without such a frame: the main one would make a different call.
      const done =
        frame === "main" ? performHere(order) : performBy(frames.get(frame) as Performer, order);
      seen[id] = await Promise.race([done, lost(LOST_AFTER * milliseconds)]);
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return seen;
}
