import fc from "fast-check";
import type { Ask, Caller, ElementKind } from "../scenario.ts";
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
]);

const bodiless = (name: string | undefined) => /^(?:GET|HEAD)$/i.test(name ?? "GET");

const fetchAsk: fc.Arbitrary<Ask> = fc
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
    cache: weighted<"default" | "no-store" | "reload" | "no-cache" | "force-cache" | undefined>([
      [20, undefined],
      [1, "default"],
      [1, "no-store"],
      [1, "reload"],
      [1, "no-cache"],
      [1, "force-cache"],
    ]),
    headers: requestHeaders,
    body: weighted<"none" | "text" | "stream">([
      [6, "none"],
      [8, "text"],
      [1, "stream"],
    ]),
    keepalive: weighted<boolean | undefined>([
      [20, undefined],
      [1, true],
    ]),
  })
  .map(({ method, mode, credentials, redirect, cache, headers, body, keepalive }) => ({
    api: "fetch" as const,
    ...maybe("method", method),
    ...maybe("mode", mode),
    ...maybe("credentials", credentials),
    // Blink throws at once where no-cors meets another redirect mode or an unsafe method.
    ...maybe("redirect", mode === "no-cors" ? undefined : redirect),
    ...maybe("cache", cache),
    headers,
    body: bodiless(method) || (keepalive && body === "stream") ? ("none" as const) : body,
    ...maybe("keepalive", keepalive),
  }));

const xhrAsk: fc.Arbitrary<Ask> = fc
  .record({
    method,
    withCredentials: fc.boolean(),
    watchUpload: weighted([
      [3, false],
      [1, true],
    ]),
    headers: requestHeaders,
    body: weighted<"none" | "text">([
      [1, "none"],
      [2, "text"],
    ]),
  })
  .map(({ method, ...rest }) => ({
    api: "xhr" as const,
    ...maybe("method", method),
    ...rest,
    body: bodiless(method) ? ("none" as const) : rest.body,
  }));

const elementAsk: fc.Arbitrary<Ask> = fc
  .record({
    api: weighted<ElementKind>([
      [2, "image"],
      [2, "script"],
      [2, "module"],
      [2, "style"],
    ]),
    crossOrigin: weighted<"anonymous" | "use-credentials" | undefined>([
      [1, undefined],
      [1, "anonymous"],
      [1, "use-credentials"],
    ]),
  })
  .map(({ api, crossOrigin }) => ({ api, ...maybe("crossOrigin", crossOrigin) }));

const eventSourceAsk: fc.Arbitrary<Ask> = fc
  .boolean()
  .map((withCredentials) => ({ api: "event-source" as const, withCredentials }));

const byScript = [
  { weight: 12, arbitrary: fetchAsk },
  { weight: 4, arbitrary: xhrAsk },
  { weight: 1, arbitrary: eventSourceAsk },
];
const inWorkers = fc.oneof(...byScript);
const inDocuments = fc.oneof(
  ...byScript,
  { weight: 4, arbitrary: elementAsk },
  { weight: 1, arbitrary: fc.constantFrom<Ask>({ api: "font" }, { api: "beacon" }) },
);

/** What a caller of that kind may ask. */
export function asksOf(caller: Caller): fc.Arbitrary<Ask> {
  return caller.worker ? inWorkers : inDocuments;
}
