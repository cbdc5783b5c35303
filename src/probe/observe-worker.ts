import { tell } from "./describe-call.ts";
import { framesBeneath } from "./own-frames.ts";
import { now, urlHref } from "./pristine.ts";
import { failed, nameOf } from "./reporter.ts";
import type { Observer } from "./wrap.ts";

/**
 * The script of a worker has to be of the page's origin: for any other the constructor throws, and no request is
 * made that the browser could report. All else that becomes of it shows on the network.
 * https://html.spec.whatwg.org/multipage/workers.html#dom-worker
 *
 * Its argument is left as it is: only a script URL that the page's trusted types made may pass.
 */
export const observeWorker: Observer = ({ args, ours }) => {
  const timeStamp = now();
  const frames = framesBeneath(ours);
  return {
    returned: (worker) => worker,
    threw(error) {
      const name = nameOf(error);
      if (name !== "SecurityError") return;
      const [script] = args;
      const url = typeof script === "string" ? script : urlHref(script);
      failed(tell("worker", url, timeStamp, frames, { mode: "same-origin" }), "thrown", name);
    },
  };
};
