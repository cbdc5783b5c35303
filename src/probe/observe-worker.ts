import { tell } from "./describe-call.ts";
import { framesBeneath } from "./own-frames.ts";
import { now, urlHref } from "./pristine.ts";
import { failed, nameOf } from "./reporter.ts";
import type { Observer } from "./wrap.ts";

/**
 * A worker's script must be of the page's origin: for any other the constructor throws, and the browser has
 * no request to report. Everything later shows on the network.
 * https://html.spec.whatwg.org/multipage/workers.html#dom-worker
 *
 * The argument stays unchanged: Trusted Types may require the page's own TrustedScriptURL.
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
