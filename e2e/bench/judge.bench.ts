import { workerModules } from "../../build/worker-modules.ts";
import { anExchange } from "../../src/exchange/exchange.test-builder.ts";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { built } from "./built.ts";
import { median, report } from "./figures.ts";
import { expressCheck, jsdomCheck, type SimpleExchange } from "./other-implementations.ts";

type Judge = typeof import("../../src/verdict/judge.ts");
type Decide = typeof import("../../src/verdict/decide-exchange.ts");

// The decision alone imports less than the worker, for which the plugin says so.
const { buildEnd: _, ...asInWorker } = workerModules("chromium");
const { judge } = await built<Judge>("src/verdict/judge.ts");
/** As the worker decides for its badge. */
const { decideExchange } = await built<Decide>("src/verdict/decide-exchange.ts", asInWorker);

/** The duration of each measurement, in milliseconds. */
const RUN = 1500;

/** A day's mix: mostly passing requests, some preflights, redirects and every kind of failure. */
function mix(): Exchange[] {
  const acao = { "Access-Control-Allow-Origin": "https://app.test" };
  const failed = { kind: "failed", error: "net::ERR_FAILED" } as const;
  const plain = [
    ["content-type", "application/json"],
    ["date", "Mon, 23 Nov 2026 00:00:00 GMT"],
    ["server", "nginx"],
    ["cache-control", "no-store"],
    ["x-request-id", "6f1d"],
    ["strict-transport-security", "max-age=31536000"],
  ] as const;
  const ok = [...plain, ...Object.entries(acao), ["vary", "Origin"]] as [string, string][];
  const pass = (i: number) => anExchange({ id: `p${i}`, response: { headers: ok } });
  return [
    ...Array.from({ length: 12 }, (_, i) => pass(i)),
    anExchange({ url: "https://app.test/own", requestHeaders: {}, response: { headers: plain } }),
    anExchange({ method: "PUT", preflight: {}, response: { headers: ok } }),
    anExchange({ hops: [{ url: "https://b.test/" }, { url: "https://b.test/2" }] }),
    anExchange({ ending: failed, response: { headers: plain } }),
    anExchange({
      ending: failed,
      response: { headers: [...plain, ["access-control-allow-origin", "*"]] },
    }),
    anExchange({
      ending: failed,
      method: "PUT",
      requestHeaders: null,
      response: null,
      preflight: { status: 401, headers: plain },
    }),
    anExchange({
      ending: { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" },
      response: null,
    }),
    anExchange({ resourceType: "image", requestHeaders: {}, response: { headers: plain } }),
  ];
}

/**
 * Exchanges judged per second, each a new object, so that nothing is cached. The median over many short
 * batches, so that neither other processes nor garbage collection distort it.
 */
function perSecond(make: () => Exchange[], run: (exchange: Exchange) => unknown): number {
  const rates: number[] = [];
  const deadline = performance.now() + RUN;
  while (performance.now() < deadline) {
    const fresh = Array.from({ length: 10 }, () => structuredClone(make())).flat();
    // CPU time, which excludes other processes on the core.
    const start = process.cpuUsage();
    for (const exchange of fresh) run(exchange);
    const { user, system } = process.cpuUsage(start);
    rates.push((fresh.length / (user + system)) * 1e6);
  }
  return median(rates);
}

/** How many times longer one kind of exchange takes than another, measured in turns. */
function timesAsLong(many: () => Exchange[], few: () => Exchange[]): number {
  const ratios = Array.from({ length: 5 }, () => perSecond(few, judge) / perSecond(many, judge));
  return median(ratios);
}

const simple = () => Array.from({ length: 20 }, (_, i) => anExchange({ id: `s${i}` }));

const withHeaders = (count: number) => () => {
  const headers = Array.from({ length: count }, (_, i): [string, string] => [`x-h-${i}`, "1"]);
  return Array.from({ length: 5 }, () => anExchange({ response: { headers } }));
};
const withHops = (count: number) => () => {
  const hops = Array.from({ length: count }, (_, i) => ({ url: `https://b.test/${i}` }));
  return Array.from({ length: 5 }, () => anExchange({ hops }));
};

// After this long, V8 has optimized the code; on a busy machine it takes longer.
for (let turn = 0; turn < 3; turn++) perSecond(mix, judge);
const engine = { of: "engine", unit: "a second" } as const;
report({
  ...engine,
  name: "exchanges of a day's mix judged in full",
  value: perSecond(mix, judge),
  goal: { atLeast: 100_000 },
  reason: "It gives the findings, the lanes of other browsers and the remedy as well.",
});
report({
  ...engine,
  name: "simple exchanges decided for the badge",
  value: perSecond(simple, decideExchange),
  goal: { atLeast: 1_000_000 },
  reason:
    "Each exchange is judged under every mode and destination that it can have, not by one comparison of a header. Express' cors, which makes one, does not do a million a second on this machine either.",
});
/** The same exchanges as input for other implementations. */
const inputs: readonly SimpleExchange[] = simple().map(({ hops: [hop] }) => ({
  ...{ url: hop?.url ?? "", origin: "https://app.test", headers: hop?.response?.headers ?? [] },
}));
const inJsdom = jsdomCheck();
const inExpress = expressCheck();
for (const input of inputs) {
  const isAllowed = (await inJsdom(input)) && inExpress(input);
  const isRefused = !(await inJsdom({ ...input, headers: [] }));
  if (!isAllowed || !isRefused) throw new Error("Another implementation does not do its work.");
}
const ours = perSecond(simple, decideExchange);
for (const [name, check] of [
  ["jsdom's loader", inJsdom],
  ["Express' cors", inExpress],
] as const) {
  const rates: number[] = [];
  const deadline = performance.now() + RUN;
  while (performance.now() < deadline) {
    const start = process.cpuUsage();
    for (let turn = 0; turn < 10; turn++) for (const input of inputs) await check(input);
    const { user, system } = process.cpuUsage(start);
    rates.push((inputs.length * 10 * 1e6) / (user + system));
  }
  report({
    ...{ of: "engine", unit: "×", goal: null },
    name: `simple exchanges decided for the badge, to the checks of ${name}`,
    value: ours / median(rates),
  });
}
const ratio = { of: "engine", unit: "×" } as const;
report({
  ...ratio,
  name: "200 headers to 20",
  value: timesAsLong(withHeaders(200), withHeaders(20)),
  goal: { atMost: 12 },
});
report({
  ...ratio,
  name: "20 hops to 2",
  value: timesAsLong(withHops(20), withHops(2)),
  goal: { atMost: 12 },
});
