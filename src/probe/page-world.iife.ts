/**
 * The probe's half in the page's own world. It wraps what makes requests and reports each call to
 * the bridge, in such a way that the page cannot tell in normal use. Until the bridge asks for it,
 * and after it has asked to stop, nothing is wrapped.
 */

import { BRIDGE_HERE, HELLO, INSTALL, UNINSTALL } from "./channel.ts";
import { onErrorEvent } from "./error-events.ts";
import { observeSendBeacon } from "./observe-beacon.ts";
import { observeEventSource } from "./observe-event-source.ts";
import { observeFetch } from "./observe-fetch.ts";
import { followTimeline, leaveTimeline } from "./observe-timeline.ts";
import { observeOpen, observeSend, observeSetRequestHeader, observeUpload } from "./observe-xhr.ts";
import { bare, dispatch, listen, PristineMouseEvent, unlisten } from "./pristine.ts";
import { channel } from "./reporter.ts";
import { type Observer, originalOf, plan, setWrapped, wrapped } from "./wrap.ts";

const observing = (observer: Observer) => (original: Parameters<typeof wrapped>[0]) =>
  wrapped(original, observer);

plan(window, "fetch", "value", observing(observeFetch));
const xhr = XMLHttpRequest.prototype;
plan(xhr, "open", "value", observing(observeOpen));
plan(xhr, "setRequestHeader", "value", observing(observeSetRequestHeader));
plan(xhr, "send", "value", observing(observeSend));
plan(xhr, "upload", "get", observing(observeUpload));
const source = plan(window, "EventSource", "value", observing(observeEventSource));
if (source !== null) plan(source.prototype, "constructor", "value", () => source);
plan(Navigator.prototype, "sendBeacon", "value", observing(observeSendBeacon));
// A wrapper's source text is its original's, this one's included.
plan(Function.prototype, "toString", "value", (original) =>
  wrapped(
    original,
    (passage) => {
      passage.self = originalOf(passage.self) ?? passage.self;
      return null;
    },
    true,
  ),
);

listen(channel, INSTALL, () => {
  unlisten(document, BRIDGE_HERE, sayHello);
  setWrapped(true);
  followTimeline();
  listen(window, "error", onErrorEvent, true);
});
listen(channel, UNINSTALL, () => {
  setWrapped(false);
  leaveTimeline();
  unlisten(window, "error", onErrorEvent, true);
});

/** Shows the bridge our channel, if it is there; it refuses a second one. */
function sayHello(): void {
  const hello = new PristineMouseEvent(HELLO, bare({ relatedTarget: channel, cancelable: true }));
  if (!dispatch(document, hello)) unlisten(document, BRIDGE_HERE, sayHello);
}

listen(document, BRIDGE_HERE, sayHello);
sayHello();
