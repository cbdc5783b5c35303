import fc from "fast-check";
import type { CrossOrigin, ElementKind, Integrity, PreloadPlan, RequestPlan } from "../scenario.ts";
import { maybe, weighted } from "./weighted.ts";

export const crossOrigin = weighted<CrossOrigin | undefined>([
  [1, undefined],
  [1, "anonymous"],
  [1, "use-credentials"],
]);

/** Mostly undefined. */
export const integrity = weighted<Integrity | undefined>([
  [12, undefined],
  [1, "right"],
  [1, "wrong"],
]);

const HASHED: ReadonlySet<string> = new Set(["script", "module", "style", "modulepreload"]);

/** Elements that load the URL of an attribute. */
export const elementPlan: fc.Arbitrary<RequestPlan> = fc
  .record({
    api: weighted<ElementKind>([
      [4, "image"],
      [4, "script"],
      [4, "module"],
      [4, "style"],
      [2, "audio"],
      [2, "video"],
      [2, "track"],
      [2, "modulepreload"],
    ]),
    crossOrigin,
    integrity,
  })
  .map(({ api, crossOrigin, integrity }) => ({
    api,
    ...maybe("crossOrigin", crossOrigin),
    ...maybe("integrity", HASHED.has(api) ? integrity : undefined),
  }));

export const preloadPlan: fc.Arbitrary<RequestPlan> = fc
  .record({
    as: fc.constantFrom<PreloadPlan["as"]>("script", "style", "font", "image", "fetch", "track"),
    crossOrigin,
  })
  .map(({ as, crossOrigin }) => ({
    api: "preload" as const,
    as,
    ...maybe("crossOrigin", crossOrigin),
  }));

/** Images that styles request: shapes and masks are requested with CORS. */
export const styleImagePlan = fc.constantFrom<RequestPlan>(
  { api: "shape-outside" },
  { api: "mask-image" },
  { api: "background-image" },
);

/** Requested as soon as the page names it, one at a time. */
export const manifestPlan: fc.Arbitrary<RequestPlan> = crossOrigin.map((crossOrigin) => ({
  api: "manifest" as const,
  ...maybe("crossOrigin", crossOrigin),
}));

/** Text, or a blob: the browser sends a preflight if a form could not have the blob's type. */
export const beaconPlan: fc.Arbitrary<RequestPlan> = weighted<RequestPlan>([
  [3, { api: "beacon" }],
  [2, { api: "beacon", type: "application/json" }],
  [1, { api: "beacon", type: "text/plain;charset=UTF-8" }],
  [1, { api: "beacon", type: "application/x-www-form-urlencoded" }],
  [1, { api: "beacon", type: "text/html" }],
  [1, { api: "beacon", type: "" }],
]);
