import { addName, bodyKind, hearText, normalisedMethod, tell } from "./describe-call.ts";
import type { Native } from "./natives.ts";
import { framesBeneath } from "./own-frames.ts";
import { type AnyFunction, absoluteUrl, getterOf, listen, now, PrivateMap } from "./pristine.ts";
import { failed, nameOf, resolved } from "./reporter.ts";
import type { Observer } from "./wrap.ts";

/** The settings of a request object since its last open(). */
interface Opened {
  readonly method: string;
  readonly url: string | null;
  readonly headerNames: string[];
  /** The call in progress. */
  callId: string | null;
}

const { prototype } = XMLHttpRequest;
const xhrStatus = getterOf(prototype, "status");
const xhrWithCredentials = getterOf(prototype, "withCredentials");
const xhrUpload = getterOf(prototype, "upload");

/** The probe's reports match the requests sent only while these functions are the browser's. */
export const xhrNeeds: readonly Native[] = [
  [window, "XMLHttpRequest"],
  [prototype, "open"],
  [prototype, "setRequestHeader"],
  [prototype, "send"],
  [prototype, "upload", "get"],
  [prototype, "status", "get"],
  [prototype, "withCredentials", "get"],
  [prototype, "withCredentials", "set"],
  [EventTarget.prototype, "addEventListener"],
];

const opened = new PrivateMap<Opened>();

/** https://xhr.spec.whatwg.org/#the-open()-method */
export const observeOpen: Observer = ({ args, self, ours }) => {
  const timeStamp = now();
  let method = "";
  let url: string | null = null;
  const userinfo: (string | null)[] = [null, null];
  hearText(args, 0, (text) => {
    method = normalisedMethod(text);
  });
  hearText(args, 1, (text) => {
    url = text;
  });
  for (let i = 0; i < 2; i++) {
    if (args[3 + i] === null || args[3 + i] === undefined) continue;
    hearText(args, 3 + i, (text) => {
      userinfo[i] = text;
    });
  }
  return {
    returned(result) {
      url = url === null ? null : absoluteUrl(url, userinfo[0], userinfo[1]);
      // open() ends a request in progress without an event.
      settle(self, (callId) => failed(callId, "rejected", "AbortError"));
      opened.set(self, { method, url, headerNames: [], callId: null });
      return result;
    },
    threw(error) {
      const known = { method, credentials: null };
      const callId = tell("xhr", url, timeStamp, framesBeneath(ours), known);
      failed(callId, "thrown", nameOf(error));
    },
  };
};

/** https://xhr.spec.whatwg.org/#the-setrequestheader()-method */
export const observeSetRequestHeader: Observer = ({ args, self }) => ({
  returned(result) {
    const state = opened.get(self);
    if (state !== undefined) addName(state.headerNames, args[0]);
    return result;
  },
});

/** https://xhr.spec.whatwg.org/#the-send()-method */
export const observeSend: Observer = ({ args, self, ours }) => {
  const state = opened.get(self);
  if (state === undefined) return null;
  const { method, url, headerNames, callId: before } = state;
  const callId = tell("xhr", url, now(), framesBeneath(ours), {
    method,
    credentials: xhrWithCredentials(self) ? "include" : "same-origin",
    headerNames,
    body: method === "GET" || method === "HEAD" ? "none" : bodyKind(args[0]),
    uploadListener: uploadListener(self),
  });
  state.callId = callId;
  for (const type in onEnding) {
    listen(self as XMLHttpRequest, type, onEnding[type] as EventListener, true);
  }
  return {
    threw(error) {
      state.callId = before;
      failed(callId, "thrown", nameOf(error));
    },
  };
};

/** Listeners for the four events that can end a request. */
const onEnding: { readonly [type: string]: AnyFunction } = {
  __proto__: null as never,
  load: ending((callId, xhr) => resolved(callId, null, xhrStatus(xhr))),
  error: ending((callId) => failed(callId, "rejected", "NetworkError")),
  abort: ending((callId) => failed(callId, "rejected", "AbortError")),
  timeout: ending((callId) => failed(callId, "rejected", "TimeoutError")),
};

type TellEnd = (callId: string | null, xhr: unknown) => void;

function ending(tellEnd: TellEnd): AnyFunction {
  return function (this: unknown, event: Event) {
    if (event.isTrusted) settle(this, tellEnd);
  };
}

function settle(xhr: unknown, tellEnd: TellEnd): void {
  const state = opened.get(xhr);
  if (state === undefined) return;
  const { callId } = state;
  state.callId = null;
  tellEnd(callId, xhr);
}

/** Requests whose upload object was read: no other request can have upload listeners. */
const uploadsSeen = new PrivateMap<true>();

/** The getter of `upload`. */
export const observeUpload: Observer = ({ self }) => {
  uploadsSeen.set(self, true);
  return null;
};

const handlersOf = ["loadstart", "progress", "load", "error", "abort", "timeout", "loadend"].map(
  (type) => getterOf(XMLHttpRequestEventTarget.prototype, `on${type}` as "onload"),
);

/** Handlers are visible, listeners are not. */
function uploadListener(xhr: unknown): boolean | null {
  if (!uploadsSeen.get(xhr)) return false;
  const upload = xhrUpload(xhr);
  for (let i = 0; i < handlersOf.length; i++) {
    if (handlersOf[i]?.(upload)) return true;
  }
  return null;
}
