import fc from "fast-check";
import type { Ask, Caller, FrameName, HostName, PageName, Service } from "../scenario.ts";
import { weighted } from "./weighted.ts";

/** The plain places, which every browser has: without TLS, policies and service workers. */
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

/** Every place, the plain ones the more often. */
export const callers: fc.Arbitrary<Caller> = fc
  .record({
    page: weighted<PageName>([
      [8, "trusted"],
      [6, "untrusted"],
      [6, "secure"],
      [3, "require-corp"],
      [3, "credentialless"],
      [3, "forbidding"],
      [3, "served"],
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
      [24, null],
      [4, "dedicated"],
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

/** The nearest caller that there can be. */
function possible({ page, frame, worker, service }: Caller): Caller {
  // The document that a frame begins with is there only until its own comes; pages that have just
  // one of each keep their shared and service workers in the middle.
  const lacksWorkers = worker !== "dedicated" && frame !== "main";
  const unserved = worker === "service" && page === "untrusted";
  const kept = lacksWorkers || unserved ? null : worker;
  return {
    page,
    frame,
    worker: kept,
    service: page === "served" && isServed(frame) && kept !== "service" ? service : null,
  };
}

/** Whether a document is a client of the service worker of the page around it. */
function isServed(frame: FrameName): boolean {
  return frame === "main" || frame === "srcdoc" || frame === "blank" || frame === "blob";
}

/** Whether such a caller has the API. */
export function canAsk({ worker }: Caller, { api }: Ask): boolean {
  // https://xhr.spec.whatwg.org/#interface-xmlhttprequest
  return worker !== "service" || api !== "xhr";
}

/** The hosts that are asked from a page: also over TLS where the page came that way. */
export function hostsFor({ page }: Caller): fc.Arbitrary<HostName> {
  const isSecure = page === "secure" || page === "credentialless";
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
  ]);
}
