import fc from "fast-check";
import { hasWorker, isServed, PLACES } from "../places.ts";
import type { Caller, FrameName, HostName, PageName, RequestPlan, Service } from "../scenario.ts";
import { weighted } from "./weighted.ts";

/** The plain places, which every browser supports: without TLS, policies and service workers. */
export const plainCallers: fc.Arbitrary<Caller> = fc
  .record({
    page: weighted<PageName>([
      [3, "trusted"],
      [2, "untrusted"],
    ]),
    frame: weighted<FrameName>([
      [10, "main"],
      [2, "cross-origin"],
      [2, "sandboxed"],
      [1, "srcdoc"],
      [1, "blank"],
    ]),
    inWorker: weighted([
      [6, false],
      [1, true],
    ]),
  })
  .map(({ page, frame, inWorker }) => ({
    page,
    frame,
    worker: inWorker && frame === "main" ? ("dedicated" as const) : null,
    service: null,
  }));

/** Every place, the plain ones more often. */
export const callers: fc.Arbitrary<Caller> = fc
  .record({
    page: weighted<PageName>([
      [8, "trusted"],
      [6, "untrusted"],
      [6, "secure"],
      [3, "require-corp"],
      [3, "credentialless"],
      [3, "forbidding"],
      [2, "served"],
      [2, "served-secure"],
      [1, "outside"],
      [1, "outside-untrusted"],
      [1, "outside-secure"],
      [1, "outside-granted"],
    ]),
    frame: weighted<FrameName>([
      [20, "main"],
      [4, "cross-origin"],
      [3, "sandboxed"],
      [2, "srcdoc"],
      [2, "blank"],
      [2, "data"],
      [2, "blob"],
    ]),
    worker: weighted<Caller["worker"]>([
      // The probe does not run in workers: they have their own extent, "workers".
      [40, null],
      [3, "dedicated"],
      [1, "shared"],
      [1, "service"],
    ]),
    service: weighted<Service>([
      [1, "ignores"],
      [2, "passes"],
      [1, "makes-up"],
      [1, "fetches-other"],
      [1, "errors"],
    ]),
  })
  .map(possible);

/** The nearest caller that is possible. */
function possible({ page, frame, worker, service }: Caller): Caller {
  const kept = hasWorker({ page, frame }, worker) ? worker : null;
  return {
    page,
    frame,
    worker: kept,
    service: isServed({ page, frame }) && kept !== "service" ? service : null,
  };
}

/** Whether such a caller supports the API. */
export function canRequest({ worker }: Caller, { api }: RequestPlan): boolean {
  // https://xhr.spec.whatwg.org/#interface-xmlhttprequest
  return worker !== "service" || api !== "xhr";
}

/** The hosts that a page requests: also over TLS if the page itself was loaded over TLS. */
export function hostsFor({ page }: Caller): fc.Arbitrary<HostName> {
  const { isSecure, isOutside } = PLACES[page];
  return weighted<HostName>([
    [5, "api-a.localhost"],
    [4, "api-b.localhost"],
    [3, "localhost"],
    [1, "127.0.0.1"],
    [4, "api-a.test"],
    [3, "api-b.test"],
    [3, "api.app.test"],
    [isSecure ? 3 : 1, "own"],
    [isSecure ? 8 : 1, "https://api-a.test"],
    [isSecure ? 5 : 1, "https://api-b.test"],
    [isSecure ? 5 : 1, "https://api.app.test"],
    [isOutside ? 6 : 0, "outside.localhost"],
    [isOutside ? 4 : 0, "home.localhost"],
    [isOutside ? 4 : 0, "home.test"],
    [isOutside && isSecure ? 6 : 0, "https://home.test"],
  ]);
}
