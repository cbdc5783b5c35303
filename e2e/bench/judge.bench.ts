import { anExchange } from "../../src/exchange/exchange.test-builder.ts";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { judge } from "../../src/verdict/judge.ts";

/** How long each measurement runs, in milliseconds. */
const RUN = 3000;

/** A day's mix: mostly passes, some preflights, redirects and every kind of failure. */
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
 * Exchanges judged in a second, every one of them a new object: nothing is remembered. The median
 * over many short batches, which neither another process nor the collector of the garbage that the
 * making of the exchanges left can spoil.
 */
function perSecond(): number {
  const rates: number[] = [];
  const deadline = performance.now() + RUN;
  while (performance.now() < deadline) {
    const fresh = Array.from({ length: 10 }, () => structuredClone(mix())).flat();
    const start = performance.now();
    for (const exchange of fresh) judge(exchange);
    rates.push((fresh.length / (performance.now() - start)) * 1000);
  }
  return rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0;
}

perSecond();
const median = Math.round(perSecond());
console.log(
  `exchanges judged per second on one core: ${median.toLocaleString("en")} (at least 100,000)`,
);
if (median < 100_000) process.exitCode = 1;
