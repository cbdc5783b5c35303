/**
 * The probe's half in the page's own world. It wraps what makes requests and reports each call to
 * the bridge, in such a way that the page cannot tell in normal use. Until the bridge asks for it,
 * and after it has asked to stop, nothing is wrapped.
 */

import { BRIDGE_HERE, HELLO, INSTALL, UNINSTALL } from "./channel.ts";
import { onErrorEvent } from "./error-events.ts";
import { observeSendBeacon } from "./observe-beacon.ts";
import { observeEventSource } from "./observe-event-source.ts";
import { fetchNeeds, observeFetch } from "./observe-fetch.ts";
import { followTimeline, leaveTimeline } from "./observe-timeline.ts";
import {
  observeOpen,
  observeSend,
  observeSetRequestHeader,
  observeUpload,
  xhrNeeds,
} from "./observe-xhr.ts";
import { bare, dispatch, listen, PristineMouseEvent, unlisten } from "./pristine.ts";
import { callsUnheard, channel } from "./reporter.ts";
import { install, type Observer, originalOf, plan, planGroup, uninstall, wrapped } from "./wrap.ts";

const observing = (observer: Observer) => (original: Parameters<typeof wrapped>[0]) =>
  wrapped(original, observer);

// A wrapper's source text is its original's, this one's included. Without it, all others would show.
const source = planGroup("source-text", [
  [Function.prototype, "toString"],
  [Date, "now"],
  [JSON, "stringify"],
  [EventTarget.prototype, "dispatchEvent"],
]);
plan(source, Function.prototype, "toString", "value", (original) =>
  wrapped(
    original,
    (passage) => {
      passage.self = originalOf(passage.self) ?? passage.self;
      return null;
    },
    true,
  ),
);
const ofFetch = planGroup("fetch", fetchNeeds);
plan(ofFetch, window, "fetch", "value", observing(observeFetch));
const ofXhr = planGroup("xhr", xhrNeeds);
const xhr = XMLHttpRequest.prototype;
plan(ofXhr, xhr, "open", "value", observing(observeOpen));
plan(ofXhr, xhr, "setRequestHeader", "value", observing(observeSetRequestHeader));
plan(ofXhr, xhr, "send", "value", observing(observeSend));
plan(ofXhr, xhr, "upload", "get", observing(observeUpload));
const ofSource = planGroup("event-source", [
  [window, "EventSource"],
  [EventTarget.prototype, "addEventListener"],
]);
const eventSource = plan(ofSource, window, "EventSource", "value", observing(observeEventSource));
if (eventSource !== null) {
  plan(ofSource, eventSource.prototype, "constructor", "value", () => eventSource);
}
const ofBeacon = planGroup("beacon", [[Navigator.prototype, "sendBeacon"]]);
plan(ofBeacon, Navigator.prototype, "sendBeacon", "value", observing(observeSendBeacon));

listen(channel, INSTALL, () => {
  unlisten(document, BRIDGE_HERE, sayHello);
  const unheard = install();
  if (unheard.length > 0) callsUnheard(unheard);
  followTimeline();
  listen(window, "error", onErrorEvent, true);
});
listen(channel, UNINSTALL, () => {
  uninstall();
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
