import { hearText, noteOptions, tell } from "./describe-call.ts";
import { framesBeneath } from "./own-frames.ts";
import { listen, now, unlisten } from "./pristine.ts";
import { failed, nameOf, resolved } from "./reporter.ts";
import type { Observer } from "./wrap.ts";

/**
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource
 *
 * The call ends when the source opens or first fails. A later reconnect is not a call of the page.
 */
export const observeEventSource: Observer = ({ args, ours }) => {
  const timeStamp = now();
  const frames = framesBeneath(ours);
  let url: string | null = null;
  hearText(args, 0, (text) => {
    url = text;
  });
  const init = noteOptions(args, 1);
  const tellCall = () =>
    tell("event-source", url, timeStamp, frames, {
      credentials: init.withCredentials ? "include" : "same-origin",
    });
  return {
    returned(source) {
      const callId = tellCall();
      const onEvent = (event: Event) => {
        if (!event.isTrusted) return;
        unlisten(source as EventSource, "open", onEvent, true);
        unlisten(source as EventSource, "error", onEvent, true);
        if (event.type === "open") resolved(callId, null, 200);
        else failed(callId, "rejected", "NetworkError");
      };
      listen(source as EventSource, "open", onEvent, true);
      listen(source as EventSource, "error", onEvent, true);
      return source;
    },
    threw: (error) => failed(tellCall(), "thrown", nameOf(error)),
  };
};
