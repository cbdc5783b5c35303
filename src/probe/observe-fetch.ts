import type { PageCall } from "../observation/page-call.ts";
import {
  bodyKind,
  headerNamesOf,
  hearText,
  normalisedMethod,
  noteOptions,
  tell,
} from "./describe-call.ts";
import type { Native } from "./natives.ts";
import { clean, framesBeneath } from "./own-frames.ts";
import { accepts, getterOf, now, slice, toText } from "./pristine.ts";
import { failed, nameOf, resolved } from "./reporter.ts";
import type { Observer } from "./wrap.ts";

const ofRequest = <Name extends keyof Request>(name: Name) => getterOf(Request.prototype, name);
const requestUrl = ofRequest("url");
const requestMethod = ofRequest("method");
const requestMode = ofRequest("mode");
const requestCredentials = ofRequest("credentials");
const requestRedirect = ofRequest("redirect");
const requestCache = ofRequest("cache");
const requestIntegrity = ofRequest("integrity");
const requestHeaders = ofRequest("headers");
const requestBodyUsed = ofRequest("bodyUsed");
const requestKeepalive = ofRequest("keepalive");
const responseType = getterOf(Response.prototype, "type");
const responseStatus = getterOf(Response.prototype, "status");

/** What is heard of a call is what is sent, as long as these are the browser's. */
export const fetchNeeds: readonly Native[] = [
  [window, "fetch"],
  [window, "Request"],
  [window, "Response"],
  [Request.prototype, "url", "get"],
  [Request.prototype, "method", "get"],
  [Request.prototype, "mode", "get"],
  [Request.prototype, "credentials", "get"],
  [Request.prototype, "redirect", "get"],
  [Request.prototype, "cache", "get"],
  [Request.prototype, "headers", "get"],
  [Response.prototype, "type", "get"],
  [Response.prototype, "status", "get"],
];

/**
 * https://fetch.spec.whatwg.org/#fetch-method
 *
 * The caller gets a promise derived from the browser's, which settles one microtask later: only so
 * a rejection that nobody handles stays one that nobody handles.
 */
export const observeFetch: Observer = ({ args, ours }) => {
  const timeStamp = now();
  const frames = framesBeneath(ours);
  const input = args[0];
  const isRequest = accepts(requestUrl, input);
  let url: string | null = null;
  if (isRequest) url = requestUrl(input);
  else {
    hearText(args, 0, (text) => {
      url = text;
    });
  }
  const init = noteOptions(args, 1);

  return {
    returned(promise) {
      /** What the init says, else what the Request says, else what is usual. */
      const either = <Value>(name: string, of: (request: unknown) => Value, usual: Value): Value =>
        init[name] === undefined ? (isRequest ? of(input) : usual) : (init[name] as Value);
      const callId = tell("fetch", url, timeStamp, frames, {
        method: normalisedMethod(toText(either("method", requestMethod, "GET"))),
        mode: either("mode", requestMode, "cors"),
        credentials: either("credentials", requestCredentials, "same-origin"),
        redirect: either("redirect", requestRedirect, "follow"),
        onlyIfCached: toText(either("cache", requestCache, "default")) === "only-if-cached",
        hasIntegrity: toText(either("integrity", requestIntegrity, "")) !== "",
        headerNames: headerNamesOf(either("headers", requestHeaders, null)),
        // By now the call has used up the body of a Request that has one.
        body: bodyKind(init.body ?? ((isRequest && requestBodyUsed(input)) || null)),
        keepalive: !!either("keepalive", requestKeepalive, false),
        targetAddressSpace:
          typeof init.targetAddressSpace === "string"
            ? slice(init.targetAddressSpace, 0, 64)
            : null,
      } as Partial<PageCall>);
      return followed(promise, callId, frames);
    },
  };
};

/**
 * What the browser's promise settles with. Unlike then(), which a page can replace and which asks the
 * page for a species, this runs no code of the page's.
 */
async function followed(
  promise: unknown,
  callId: string | null,
  frames: string | null,
): Promise<unknown> {
  let response: unknown;
  try {
    response = await promise;
  } catch (error) {
    clean(error, null, frames);
    failed(callId, "rejected", nameOf(error));
    throw error;
  }
  try {
    resolved(callId, responseType(response), responseStatus(response));
  } catch {}
  return response;
}
