import fc from "fast-check";
import type { Caller, FetchPlan, RequestPlan, XhrPlan } from "../scenario.ts";
import {
  beaconPlan,
  elementPlan,
  integrity,
  manifestPlan,
  preloadPlan,
  styleImagePlan,
} from "./element-plans.ts";
import { requestHeaders } from "./request-headers.ts";
import { maybe, weighted } from "./weighted.ts";

const method = weighted<string | undefined>([
  [8, undefined],
  [5, "GET"],
  [6, "POST"],
  [5, "PUT"],
  [3, "DELETE"],
  [2, "PATCH"],
  [1, "patch"],
  [1, "put"],
  [1, "Post"],
  [1, "delete"],
  [2, "HEAD"],
  [1, "OPTIONS"],
  [1, "get"],
  [1, "QUERY"],
  [1, "Foo"],
  [1, "Patch"],
  [1, "TRACE"],
  // Longer than the probe sends.
  [1, "LONG".repeat(25)],
]);

const bodiless = (name: string | undefined) => /^(?:GET|HEAD)$/i.test(name ?? "GET");

const fetchPlan: fc.Arbitrary<RequestPlan> = fc
  .record({
    method,
    mode: weighted<"cors" | "no-cors" | "same-origin" | undefined>([
      [12, undefined],
      [12, "cors"],
      [4, "no-cors"],
      [1, "same-origin"],
    ]),
    credentials: weighted<"omit" | "same-origin" | "include" | undefined>([
      [6, undefined],
      [6, "include"],
      [2, "same-origin"],
      [2, "omit"],
    ]),
    redirect: weighted<"follow" | "error" | "manual" | undefined>([
      [20, undefined],
      [2, "follow"],
      [1, "error"],
      [1, "manual"],
    ]),
    cache: weighted<FetchPlan["cache"] | undefined>([
      [20, undefined],
      [1, "default"],
      [1, "no-store"],
      [1, "reload"],
      [1, "no-cache"],
      [1, "force-cache"],
      [1, "only-if-cached"],
    ]),
    headers: requestHeaders,
    body: weighted<"none" | "text" | "stream">([
      [12, "none"],
      [16, "text"],
      [1, "stream"],
    ]),
    keepalive: weighted<boolean | undefined>([
      [20, undefined],
      [1, true],
    ]),
    integrity,
    abort: weighted<FetchPlan["abort"] | undefined>([
      [40, undefined],
      [1, "before"],
      [1, "at-once"],
      [2, "when-sent"],
      [1, "for-a-reason"],
      [1, "at-the-body"],
    ]),
    invalid: weighted<FetchPlan["invalid"] | undefined>([
      [60, undefined],
      [1, "header-value"],
      [1, "header-name"],
      [1, "method"],
      [1, "url"],
    ]),
    wellMatched: weighted([
      [9, true],
      [1, false],
    ]),
  })
  .map(({ method, mode, wellMatched, ...rest }) => {
    const { credentials, redirect, cache, headers, body, keepalive, integrity, abort, invalid } =
      rest;
    const onlyCached = cache === "only-if-cached";
    return {
      api: "fetch" as const,
      ...maybe("method", method),
      // A request with cache mode "only-if-cached" must be same-origin, or the call throws.
      ...maybe("mode", onlyCached && wellMatched ? "same-origin" : mode),
      ...maybe("credentials", credentials),
      // The call also throws for no-cors with another redirect mode than "follow".
      ...maybe("redirect", mode === "no-cors" && wellMatched ? undefined : redirect),
      ...maybe("cache", cache),
      headers,
      body: bodiless(method) || (keepalive && body === "stream") ? ("none" as const) : body,
      ...maybe("keepalive", keepalive),
      ...maybe("integrity", integrity),
      ...maybe(
        "abort",
        invalid || (abort === "at-the-body" && (integrity || mode === "no-cors"))
          ? undefined
          : abort,
      ),
      ...maybe("invalid", invalid),
    };
  });

const xhrPlan: fc.Arbitrary<RequestPlan> = fc
  .record({
    method,
    withCredentials: fc.boolean(),
    watchUpload: weighted([
      [12, false],
      [1, true],
    ]),
    headers: requestHeaders,
    body: weighted<"none" | "text">([
      [1, "none"],
      [2, "text"],
    ]),
    userinfo: weighted<XhrPlan["userinfo"] | undefined>([
      [10, undefined],
      [1, "url"],
      [1, "open"],
    ]),
    ending: weighted<Pick<XhrPlan, "synchronous" | "abort">>([
      [20, {}],
      [4, { synchronous: true }],
      [1, { abort: "before" }],
      [1, { abort: "when-sent" }],
      [1, { abort: "timeout" }],
    ]),
  })
  .map(({ method, ending, userinfo, ...rest }) => ({
    api: "xhr" as const,
    ...maybe("method", method),
    ...maybe("userinfo", userinfo),
    ...rest,
    body: bodiless(method) ? ("none" as const) : rest.body,
    ...ending,
  }));

const eventSourcePlan: fc.Arbitrary<RequestPlan> = fc
  .boolean()
  .map((withCredentials) => ({ api: "event-source" as const, withCredentials }));

const byScript = [
  { weight: 12, arbitrary: fetchPlan },
  { weight: 4, arbitrary: xhrPlan },
  { weight: 1, arbitrary: eventSourcePlan },
];
const inWorkers = fc.oneof(...byScript);
const inDocuments = [
  ...byScript,
  { weight: 4, arbitrary: elementPlan },
  { weight: 1, arbitrary: preloadPlan },
  { weight: 1, arbitrary: fc.oneof(fc.constant<RequestPlan>({ api: "font" }), beaconPlan) },
];
const inPages = [
  ...inDocuments,
  {
    weight: 1,
    arbitrary: fc.oneof(
      { weight: 3, arbitrary: styleImagePlan },
      { weight: 1, arbitrary: manifestPlan },
    ),
  },
];

/** The requests that this kind of caller can make. */
export function plansFor({ worker, frame }: Caller): fc.Arbitrary<RequestPlan> {
  if (worker) return inWorkers;
  // The frames are not displayed: their styles load nothing, and they name no manifests.
  return fc.oneof(...(frame === "main" ? inPages : inDocuments));
}

const PLAIN = /^(?:fetch|xhr|image|script|module|style|font|beacon|event-source)$/;

/** Whether every browser makes such a call in the same way. */
export function isPlain(request: RequestPlan): boolean {
  const { api, abort, integrity, synchronous, cache, type } = {
    abort: undefined,
    integrity: undefined,
    synchronous: undefined,
    cache: undefined,
    type: undefined,
    ...request,
  };
  const isSpecial = abort || integrity || synchronous || cache === "only-if-cached" || type;
  return PLAIN.test(api) && !isSpecial;
}
