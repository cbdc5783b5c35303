/**
 * The probe's half in the page's own world. It wraps the functions that make requests and reports each call
 * to the bridge; in normal use the page cannot notice it. Wrappers are installed only between the bridge's
 * INSTALL and UNINSTALL events.
 */

import { INSTALL, UNINSTALL } from "./channel.ts";
import { onErrorEvent } from "./error-events.ts";
import { isNameless } from "./natives.ts";
import { observeSendBeacon } from "./observe-beacon.ts";
import { observeEventSource } from "./observe-event-source.ts";
import { fetchNeeds, observeFetch } from "./observe-fetch.ts";
import { followTimeline, leaveTimeline } from "./observe-timeline.ts";
import { observeSocket, observeWorker } from "./observe-worker.ts";
import {
  observeOpen,
  observeSend,
  observeSetRequestHeader,
  observeUpload,
  xhrNeeds,
} from "./observe-xhr.ts";
import { listen, unlisten } from "./pristine.ts";
import { callsUnheard, channel } from "./reporter.ts";
import {
  counterpartOf,
  install,
  type Observer,
  originalOf,
  plan,
  planGroup,
  uninstall,
  wrapped,
} from "./wrap.ts";

const observing = (observer: Observer) => (original: Parameters<typeof wrapped>[0]) =>
  wrapped(original, observer);

// A wrapper's source text is its original's, including this wrapper's. Without this wrapper, all others would
// show.
export const source = planGroup("source-text", [
  [Function.prototype, "toString"],
  [Date, "now"],
  [JSON, "stringify"],
  [EventTarget.prototype, "dispatchEvent"],
  [EventTarget.prototype, "addEventListener"],
  [window, "EventTarget"],
  [window, "MouseEvent"],
  [window, "CustomEvent"],
]);
plan(source, "Function", "toString", "value", (original) =>
  wrapped(
    original,
    (passage) => {
      const { self } = passage;
      passage.self =
        originalOf(self) ?? ((isNameless(self) && counterpartOf(self, top ?? window)) || self);
      return null;
    },
    true,
  ),
);
const ofFetch = planGroup("fetch", fetchNeeds);
plan(ofFetch, "", "fetch", "value", observing(observeFetch));
const ofXhr = planGroup("xhr", xhrNeeds);
plan(ofXhr, "XMLHttpRequest", "open", "value", observing(observeOpen));
plan(ofXhr, "XMLHttpRequest", "setRequestHeader", "value", observing(observeSetRequestHeader));
plan(ofXhr, "XMLHttpRequest", "send", "value", observing(observeSend));
plan(ofXhr, "XMLHttpRequest", "upload", "get", observing(observeUpload));
const ofSource = planGroup("event-source", [[window, "EventSource"]]);
const eventSource = plan(ofSource, "", "EventSource", "value", observing(observeEventSource));
if (eventSource !== null) {
  plan(ofSource, "EventSource", "constructor", "value", () => eventSource);
}
const ofBeacon = planGroup("beacon", [[Navigator.prototype, "sendBeacon"]]);
plan(ofBeacon, "Navigator", "sendBeacon", "value", observing(observeSendBeacon));

// Firefox has both worker constructors on every platform; Chromium on Android has no SharedWorker.
for (const name of ["Worker", "SharedWorker", "WebSocket"] as const) {
  if (!(name in window)) continue;
  const ofWorker = planGroup("worker", []);
  const observer = name === "WebSocket" ? observeSocket : observeWorker;
  const worker = plan(ofWorker, "", name, "value", observing(observer));
  if (worker !== null) plan(ofWorker, name, "constructor", "value", () => worker);
}

listen(channel, INSTALL, () => {
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
