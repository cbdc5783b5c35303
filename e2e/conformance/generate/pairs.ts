import fc from "fast-check";
import { neighbourOf } from "../places.ts";
import type { Caller, Earlier, HopPlan, RequestPlan, ResponsePlan, Scenario } from "../scenario.ts";
import { hostsFor } from "./callers.ts";
import { crossOrigin } from "./element-plans.ts";
import { goodResponse } from "./response-plans.ts";
import { maybe, weighted } from "./weighted.ts";

// Two different calls to one URL. The second may get the first's response from the cache.

const fetchOf = (
  credentials: "omit" | "include" | undefined,
  mode?: "no-cors",
  method?: string,
  headers: Readonly<Record<string, string>> = {},
): RequestPlan => ({
  api: "fetch",
  ...maybe("method", method),
  ...maybe("mode", mode),
  ...maybe("credentials", credentials),
  headers,
  body: "none",
});

const credentials = weighted<"omit" | "include" | undefined>([
  [3, undefined],
  [2, "include"],
  [1, "omit"],
]);
const corsFetch = credentials.map((one) => fetchOf(one));
const xhr = fc.boolean().map(
  (withCredentials): RequestPlan => ({
    api: "xhr",
    withCredentials,
    watchUpload: false,
    headers: {},
    body: "none",
  }),
);
const element = fc
  .tuple(fc.constantFrom("image", "script", "style"), crossOrigin)
  .map(([api, crossOrigin]): RequestPlan => ({ api, ...maybe("crossOrigin", crossOrigin) }));
const withCors = fc
  .tuple(fc.constantFrom("image", "script", "style", "module"), crossOrigin)
  .map(([api, crossOrigin]): RequestPlan => ({ api, crossOrigin: crossOrigin ?? "anonymous" }));
const preload = crossOrigin.map(
  (crossOrigin): RequestPlan => ({
    api: "preload",
    as: "fetch",
    ...maybe("crossOrigin", crossOrigin),
  }),
);

const before = (inDocument: boolean) =>
  fc.oneof(
    { weight: 3, arbitrary: credentials.map((one) => fetchOf(one, "no-cors")) },
    { weight: 3, arbitrary: corsFetch },
    { weight: 1, arbitrary: xhr },
    { weight: inDocument ? 4 : 0, arbitrary: element },
    { weight: inDocument ? 1 : 0, arbitrary: preload },
  );
const after = (inDocument: boolean) =>
  fc.oneof(
    { weight: 4, arbitrary: corsFetch },
    { weight: 2, arbitrary: xhr },
    { weight: inDocument ? 2 : 0, arbitrary: withCors },
    { weight: inDocument ? 1 : 0, arbitrary: fc.constant<RequestPlan>({ api: "font" }) },
  );

type Line = readonly [name: string, value: string];
const optional = (...lines: Line[]) => fc.option(fc.constantFrom(...lines), { freq: 1 });

/** A response that a cache may store, and that may suit only its first requester. */
const stored: fc.Arbitrary<Exclude<ResponsePlan, string>> = fc
  .record({
    origin: weighted<Line | null>([
      [6, ["Access-Control-Allow-Origin", "{origin-if-sent}"]],
      [2, ["Access-Control-Allow-Origin", "*"]],
      [1, ["Access-Control-Allow-Origin", "{origin}"]],
      [1, null],
    ]),
    credentials: optional(["Access-Control-Allow-Credentials", "true"]),
    vary: weighted<Line | null>([
      [4, null],
      [1, ["Vary", "Origin"]],
      [1, ["Vary", "Accept"]],
    ]),
    cache: weighted<Line>([
      [6, ["Cache-Control", "max-age=600"]],
      [1, ["Cache-Control", "no-store"]],
      [1, ["Cache-Control", "no-cache"]],
      [1, ["Expires", "Fri, 01 Jan 2100 00:00:00 GMT"]],
    ]),
    tag: fc.option(fc.constant<Line>(["ETag", '"tag"']), { freq: 1 }),
    cookie: fc.option(fc.constant<Line>(["Set-Cookie", "told=1; Path=/"]), { freq: 1 }),
    age: fc.option(fc.constant<Line>(["Age", "7"]), { freq: 1 }),
  })
  .map((lines) => ({
    status: 200,
    headers: Object.values(lines).filter((line): line is Line => line !== null),
  }));

const hopOf = (by: Caller, response: ResponsePlan): fc.Arbitrary<HopPlan> =>
  fc.record({
    host: hostsFor(by),
    preflight: goodResponse(true, true),
    response: fc.constant(response),
  });

/** One URL, or one that redirects to another; the redirect may be stored, too. */
const storedHops = (by: Caller): fc.Arbitrary<readonly HopPlan[]> =>
  fc.oneof(
    { weight: 4, arbitrary: stored.chain((one) => hopOf(by, one)).map((hop) => [hop]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(stored, stored, fc.constantFrom(301, 302, 307, 308))
        .chain(([{ headers }, last, status]) =>
          fc.tuple(
            hopOf(by, { status, headers: [...headers, ["Location", "{next}"]] }),
            hopOf(by, last),
          ),
        ),
    },
  );

const unsafe = fc
  .tuple(
    weighted([
      [3, "PUT"],
      [2, "DELETE"],
      [1, "GET"],
    ]),
    fc.constantFrom({}, { "X-A": "1" }, { "X-B": "1" }, { "X-A": "1", "X-B": "1" }),
    credentials,
  )
  .map(([method, headers, one]) => fetchOf(one, undefined, method, headers));

/** A preflight whose result is cached for a while, for some methods and headers. */
const rememberedPreflight = (
  by: Caller,
  ages: fc.Arbitrary<string | null>,
): fc.Arbitrary<readonly HopPlan[]> =>
  fc
    .record({
      methods: fc.constantFrom("PUT", "PUT, DELETE", "*", "{method}"),
      headers: fc.constantFrom("x-a", "x-a, x-b", "*", "{headers}"),
      age: ages,
      credentials: fc.boolean(),
      host: hostsFor(by),
    })
    .map(({ methods, headers, age, credentials, host }) => {
      const allowed: Line[] = [
        ["Access-Control-Allow-Origin", "{origin}"],
        ...(credentials ? [["Access-Control-Allow-Credentials", "true"] as const] : []),
      ];
      const preflight = {
        status: 204,
        headers: [
          ...allowed,
          ["Access-Control-Allow-Methods", methods] as const,
          ["Access-Control-Allow-Headers", headers] as const,
          ...(age === null ? [] : [["Access-Control-Max-Age", age] as const]),
        ],
      };
      return [{ host, preflight, response: { status: 200, headers: allowed } }];
    });

/** Lifetimes of hours and of seconds, zero, and unclear ones. */
const someAge = weighted<string | null>([
  [6, "600"],
  [2, "99999999999999999999"],
  [1, "86400"],
  [2, "5"],
  [2, "1"],
  [2, "0"],
  [2, "-1"],
  [1, "abc"],
  [1, "600, 0"],
  [1, "600s"],
  [1, "1.5"],
  [1, "+600"],
  [1, ""],
  [2, null],
]);
/** A little more than a second, after which only longer-lived entries remain. */
const SHORT_MS = 1_200;
/** Longer than Chromium caches a result without a lifetime. */
const LONG_MS = 5_400;
const waits = [
  ["1", SHORT_MS],
  ["1.5", SHORT_MS],
  ["600", SHORT_MS],
  ["5", SHORT_MS],
  [null, SHORT_MS],
  ["abc", SHORT_MS],
  [null, LONG_MS],
  ["abc", LONG_MS],
] as const;

/** A call, and at once another to the same URL with other credentials. The first is mostly aborted. */
const repeated = fc
  .tuple(
    weighted<"at-once" | "before" | undefined>([
      [4, "at-once"],
      [1, "before"],
      [2, undefined],
    ]),
    fc.constantFrom(undefined, "PUT"),
    credentials,
    credentials,
  )
  .map(([abort, method, first, second]) => ({
    earlier: { ...fetchOf(first, undefined, method), ...maybe("abort", abort) } as RequestPlan,
    request: fetchOf(second, undefined, method),
  }));

/** Scenarios of two calls of which the second may depend on the first. */
export function pairsBy(by: Caller): fc.Arbitrary<Omit<Scenario, "seed">> {
  const inDocument = by.worker === null;
  const from = weighted<Earlier["from"]>([
    [1, "here"],
    [neighbourOf(by) === null ? 0 : 1, "neighbour"],
  ]);
  const pair = (
    earlier: fc.Arbitrary<RequestPlan>,
    request: fc.Arbitrary<RequestPlan>,
    hops: fc.Arbitrary<readonly HopPlan[]>,
  ) =>
    fc.record({
      caller: fc.constant(by),
      request,
      hops,
      twice: fc.constant(false),
      earlier: fc.record({ request: earlier, from }),
    });
  /** The same call twice, with a wait between. */
  const expiring = fc.constantFrom(...waits).chain(([age, wait]) =>
    fc
      .tuple(pair(unsafe, unsafe, rememberedPreflight(by, fc.constant(age))), fc.boolean())
      .map(([one, isSame]) => ({
        ...one,
        ...(isSame ? { request: one.earlier.request } : {}),
        earlier: { ...one.earlier, before: wait },
      })),
  );
  const atOnce = repeated.chain(({ earlier, request }) =>
    pair(fc.constant(earlier), fc.constant(request), storedHops(by)).map((one) => ({
      ...one,
      earlier: { ...one.earlier, from: "here" as const, atOnce: true as const },
    })),
  );
  return fc.oneof(
    { weight: 2, arbitrary: atOnce },
    { weight: 4, arbitrary: pair(before(inDocument), after(inDocument), storedHops(by)) },
    { weight: 1, arbitrary: pair(unsafe, unsafe, rememberedPreflight(by, someAge)) },
    { weight: 1, arbitrary: expiring },
  );
}
