import fc from "fast-check";
import type { AddressSpace } from "../../lab/call.ts";
import { PLACES } from "../places.ts";
import { includesCredentials } from "../reading.ts";
import type { Caller, HopPlan, RequestPlan, ResponsePlan, Scenario } from "../scenario.ts";
import { withBroken } from "./broken.ts";
import { callers, canRequest, hostsFor, plainCallers } from "./callers.ts";
import { embedded, embeddedHops, embedders } from "./frames.ts";
import { pairsBy } from "./pairs.ts";
import { isPlain, plansFor } from "./request-plans.ts";
import { responsePlans } from "./response-plans.ts";
import { maybe, weighted } from "./weighted.ts";

const redirectStatus = fc.constantFrom(301, 302, 302, 303, 307, 308);

const location = weighted([
  [30, "{next}"],
  [3, "{next-userinfo}"],
  [1, "{next}#fragment"],
  [1, "{next-path}"],
  [1, "{self}"],
  [1, "{first}"],
  [1, "data:text/plain,hello"],
  [1, "file:///etc/hostname"],
  [1, "foo:bar"],
  [1, "mailto:a@b.test"],
  [1, "about:blank"],
  [1, "http://"],
  [1, "blob:http://localhost/1"],
]);

const hopCount = weighted([
  [28, 1],
  [10, 2],
  [4, 3],
  [2, 4],
  [2, 5],
  [1, 6],
  [1, 7],
]);

const hop = (
  by: Caller,
  request: RequestPlan,
  changedOften: number,
  isLast: boolean,
): fc.Arbitrary<HopPlan> =>
  fc
    .record({
      host: hostsFor(by),
      preflight: responsePlans(includesCredentials(request), "preflight", changedOften),
      response: responsePlans(includesCredentials(request), "response", changedOften),
      status: redirectStatus,
      location,
      noLocation: weighted([
        [19, false],
        [1, true],
      ]),
    })
    .map(({ host, preflight, response, status, location, noLocation }) => ({
      host,
      preflight,
      response: isLast ? response : redirecting(response, status, noLocation ? null : location),
    }));

function redirecting(
  response: ResponsePlan,
  status: number,
  location: string | null,
): ResponsePlan {
  if (typeof response === "string") return response;
  const headers = location === null ? [] : [["Location", location] as const];
  return { ...response, status, headers: [...response.headers, ...headers] };
}

/** Pages on the internet may declare a server's address space. */
function placed({ page }: Caller, requests: fc.Arbitrary<RequestPlan>): fc.Arbitrary<RequestPlan> {
  if (!PLACES[page].isOutside) return requests;
  const space = weighted<AddressSpace | undefined>([
    [4, undefined],
    [1, "loopback"],
    [1, "local"],
    [1, "public"],
  ]);
  return fc
    .tuple(requests, space)
    .map(([request, space]) =>
      request.api === "fetch" ? { ...request, ...maybe("targetAddressSpace", space) } : request,
    );
}

type Unseeded = Omit<Scenario, "seed">;

const scenarioBy = (
  by: Caller,
  isPossible: (request: RequestPlan) => boolean,
): fc.Arbitrary<Unseeded> =>
  placed(by, plansFor(by))
    .filter((request) => canRequest(by, request) && isPossible(request))
    .chain((request) =>
      fc
        .tuple(
          hopCount,
          weighted([
            [4, 0],
            [5, 3],
            [2, 6],
          ]),
        )
        .chain(([count, changedOften]) =>
          fc.record({
            caller: fc.constant(by),
            request: fc.constant(request),
            hops: fc.tuple(
              ...Array.from({ length: count }, (_, index) =>
                hop(by, request, changedOften, index === count - 1),
              ),
            ),
            twice: weighted([
              [9, false],
              [1, true],
            ]),
            urlLength: weighted<number | undefined>([
              [40, undefined],
              [1, 8_193],
              [1, 12_000],
            ]),
          }),
        ),
    )
    .map(({ urlLength, ...rest }) => ({ ...rest, ...maybe("urlLength", urlLength) }));

const anythingBy = (by: Caller): fc.Arbitrary<Unseeded> =>
  fc.oneof(
    { weight: 22, arbitrary: scenarioBy(by, () => true) },
    { weight: 2, arbitrary: possiblePairsBy(by) },
    { weight: 1, arbitrary: brokenBy(by) },
  );

/** A resource embedded in a document. */
const embeddingBy = (by: Caller): fc.Arbitrary<Unseeded> =>
  fc.record({
    caller: fc.constant(by),
    request: embedded,
    hops: embeddedHops(by),
    twice: fc.constant(false),
  });

const brokenBy = (by: Caller) => withBroken(scenarioBy(by, () => true));

const possiblePairsBy = (by: Caller) => pairsBy(by).filter((pair) => canRequestAll(by, pair));

const canRequestAll = (by: Caller, { request, earlier }: Unseeded) =>
  canRequest(by, request) && (earlier === undefined || canRequest(by, earlier.request));

const isGivenUp = (request: RequestPlan) => "abort" in request && request.abort !== undefined;
const isGivenUpOf = ({ request, earlier }: Unseeded) =>
  isGivenUp(request) || (earlier !== undefined && isGivenUp(earlier.request));

const SCENARIOS = {
  /** Every call, from every place. */
  whole: fc.oneof(
    { weight: 15, arbitrary: callers.chain(anythingBy) },
    { weight: 1, arbitrary: embedders.chain(embeddingBy) },
  ),
  /** Every call, from the places that every browser supports. */
  calls: plainCallers.chain(anythingBy),
  /** Only calls by pages on the internet, to local and public servers. */
  "local-network": callers.filter(({ page }) => PLACES[page].isOutside === true).chain(anythingBy),
  /** Only calls by shared and service workers, and by pages with a service worker. */
  workers: callers
    .filter(
      ({ worker, service }) => worker === "shared" || worker === "service" || service !== null,
    )
    .chain(anythingBy),
  /** Only embedded resources, mostly frames. */
  frames: embedders.chain(embeddingBy),
  /** Only responses that are invalid HTTP. */
  broken: callers.chain(brokenBy),
  /** Only pairs of calls. */
  pairs: callers.chain(possiblePairsBy),
  /** Only calls that documents abort, and pairs with such calls. */
  aborts: callers
    .filter(({ worker }) => worker === null)
    .chain((by) =>
      fc.oneof(
        { weight: 4, arbitrary: scenarioBy(by, isGivenUp) },
        { weight: 1, arbitrary: possiblePairsBy(by).filter(isGivenUpOf) },
      ),
    ),
  /** Only what every browser supports. */
  plain: plainCallers.chain((by) => scenarioBy(by, isPlain)),
};
export type Extent = keyof typeof SCENARIOS;

/** The scenario of a seed: always the same. */
export function scenarioOf(seed: number, extent: Extent = "whole"): Scenario {
  // Without this, neighbouring seeds would begin with neighbouring numbers.
  const options = { seed: Math.imul(seed, 0x9e3779b1), numRuns: 1 };
  const [one] = fc.sample(SCENARIOS[extent], options);
  return { seed, ...(one as Unseeded) };
}

/**
 * Scenarios of consecutive seeds.
 *
 * @param like leaves out those whose JSON does not match: combinations that are rare among all.
 */
export function scenariosFrom(
  first: number,
  count: number,
  extent: Extent = "whole",
  like: RegExp = /^/,
): Scenario[] {
  const found: Scenario[] = [];
  for (let seed = first; found.length < count; seed++) {
    const scenario = scenarioOf(seed, extent);
    if (like.test(JSON.stringify(scenario))) found.push(scenario);
  }
  return found;
}
