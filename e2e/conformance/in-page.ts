import type { Call, Seen } from "../lab/call.ts";
import { perform } from "../lab/perform.ts";
import type { Caller } from "./scenario.ts";

// Runs in pages, frames and workers: arena.ts serves it to them together with perform.ts.

/** A call to make, and the place of this page to make it from. */
export interface Job {
  readonly id: string;
  readonly call: Call;
  readonly frame: Caller["frame"];
  readonly worker: boolean;
}

/** What is heard when a call did not come to its end in time. */
export const TIMED_OUT = "timed out";

/** One that makes calls when told so by message. */
interface Performer {
  postMessage(message: object): void;
}

const waiting = new Map<string, (seen: Seen) => void>();
const performers = new Map<string, Performer>();

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

/** Makes calls for others: those of a frame for its parent, those of a worker for its page. */
export function serve(listenOn: EventTarget, answerTo: Performer): void {
  listenOn.addEventListener("message", async (event) => {
    const { data } = event as MessageEvent;
    if (!data?.call) return;
    const { id, call, milliseconds } = data as { id: string; call: Call; milliseconds: number };
    answerTo.postMessage({ id, seen: await performInTime(call, milliseconds) });
  });
  answerTo.postMessage({ ready: true });
}

/** Puts the frames and workers there that jobs may name. */
export async function build(framedOrigin: string, path: string, code: string): Promise<void> {
  const ready: Promise<void>[] = [];
  const addFrame = (name: string, prepare: (frame: HTMLIFrameElement) => void) => {
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
    performers.set(name, {
      postMessage: (message) => frame.contentWindow?.postMessage(message, "*"),
    });
    return frame;
  };
  const html = `<!doctype html><script type="module">${code}\nserve(window, {
    postMessage: (message) => parent.postMessage(message, "*"),
  });</script>`;
  addFrame("cross-origin", (frame) => {
    frame.src = `${framedOrigin}${path}?frame`;
  });
  addFrame("sandboxed", (frame) => {
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = `${path}?frame`;
  });
  addFrame("srcdoc", (frame) => {
    frame.srcdoc = html;
  });
  const blank = addFrame("blank", () => {});
  const script = blank.contentDocument?.createElement("script") as HTMLScriptElement;
  script.type = "module";
  script.textContent = `${code}\nserve(window, {
    postMessage: (message) => parent.postMessage(message, "*"),
  });`;
  blank.contentDocument?.body.append(script);

  const worker = new Worker(`${path}?worker`, { type: "module" });
  ready.push(
    new Promise((resolve) => {
      worker.addEventListener("message", ({ data }) => (data.ready ? resolve() : hear(data)));
    }),
  );
  performers.set("worker", worker);
  await Promise.all(ready);
}

/** Does the jobs, so many at a time, and tells what was seen of each. */
export async function doJobs(
  jobs: readonly Job[],
  atATime: number,
  milliseconds: number,
): Promise<Record<string, Seen>> {
  const seen: Record<string, Seen> = {};
  const left = [...jobs];
  const work = async () => {
    for (let job = left.shift(); job; job = left.shift()) {
      seen[job.id] = await doJob(job, milliseconds);
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return seen;
}

function doJob({ id, call, frame, worker }: Job, milliseconds: number): Promise<Seen> {
  const performer = performers.get(worker ? "worker" : frame);
  if (performer === undefined) return performInTime(call, milliseconds);
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve({ outcome: "rejected", detail: TIMED_OUT }),
      milliseconds + 1000,
    );
    waiting.set(id, (seen) => {
      clearTimeout(timer);
      resolve(seen);
    });
    performer.postMessage({ id, call, milliseconds });
  });
}
