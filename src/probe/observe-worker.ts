import { tell } from "./describe-call.ts";
import { framesBeneath } from "./own-frames.ts";
import { absoluteUrl, accepts, execute, listen, now, unlisten, urlHref } from "./pristine.ts";
import { failed, nameOf } from "./reporter.ts";
import type { Observer } from "./wrap.ts";

const home = location.origin;

/**
 * A worker's script must be of the page's origin: for any other the constructor throws, or in Firefox 153 the
 * worker gets an error event. In both cases the browser has no request to report. Everything else shows on the
 * network.
 * https://html.spec.whatwg.org/multipage/workers.html#dom-worker
 */
export const observeWorker = observerOf(true);

/**
 * A WebSocket that the page may not open: the constructor throws.
 * https://websockets.spec.whatwg.org/#dom-websocket-websocket
 */
export const observeSocket = observerOf(false);

/** The argument stays unchanged: Trusted Types may require the page's own TrustedScriptURL. */
function observerOf(mayFailLater: boolean): Observer {
  return ({ args, ours }) => {
    const timeStamp = now();
    const frames = framesBeneath(ours);
    const refused = (url: string | null, result: "rejected" | "thrown") =>
      failed(
        tell("worker", url, timeStamp, frames, { mode: "same-origin" }),
        result,
        "SecurityError",
      );
    return {
      returned(worker) {
        const url = urlOf(args[0]);
        if (mayFailLater && url !== null && isForeign(url)) {
          const onError = (event: Event) => {
            if (!event.isTrusted) return;
            unlisten(worker as Worker, "error", onError, true);
            refused(url, "rejected");
          };
          listen(worker as Worker, "error", onError, true);
        }
        return worker;
      },
      threw(error) {
        if (nameOf(error) === "SecurityError") refused(urlOf(args[0]), "thrown");
      },
    };
  };
}

/** The URL of a script, as text; null for an object whose text only its own code knows. */
function urlOf(script: unknown): string | null {
  if (typeof script === "string") return script;
  return accepts(urlHref, script) ? (urlHref(script) as string) : null;
}

/** Whether a URL leads to another origin over HTTP. */
function isForeign(url: string): boolean {
  const origin = execute(/^https?:\/\/[^/@]+(?=\/)/, absoluteUrl(url) ?? "");
  return origin !== null && origin[0] !== home;
}
