import { recognise } from "../../src/stacks/recognise.ts";
import type { Call } from "./caller.ts";
import { asJudged } from "./exchanges.ts";
import { findStacks } from "./find-stacks.ts";
import type { LabStack } from "./lab-stack.ts";
import { catalogued, layersIn } from "./prove.ts";
import { provision } from "./provision.ts";
import { type RunningServer, startServer, type Upstreams } from "./running-server.ts";
import { WireCaller } from "./wire-caller.ts";

/** Applications that stand behind nginx, which stands behind Varnish. */
export const LAYERED = ["express", "flask", "rails", "php", "tomcat"] as const;

const CALLS: readonly Call[] = [
  ...["/ok", "/none", "/auth", "/boom", "/dead", "/own-auth"].map(
    (path): Call => ({ page: "app", path }),
  ),
  { page: "app", path: "/ok", method: "PUT", headers: { "x-custom": "1" }, body: "{}" },
];

/** What came of an application behind two proxies. */
export interface LayeredResult {
  readonly id: string;
  /** By call: the layers that were named. */
  readonly named: Readonly<Record<string, readonly string[]>>;
  /** Layers that were named and are not there. */
  readonly wrong: readonly string[];
}

/** Runs each application behind nginx behind Varnish, all without CORS, and says which are named. */
export async function proveLayers(upstreams: Upstreams): Promise<LayeredResult[]> {
  const labs = await findStacks(["nginx", "varnish", ...LAYERED]);
  const labOf = (id: string) => labs.find((lab) => lab.id === id) as LabStack;
  const results: LayeredResult[] = [];
  for (const id of LAYERED) {
    const started: RunningServer[] = [];
    try {
      let port = upstreams.plain;
      for (const layer of [id, "nginx", "varnish"]) {
        const lab = labOf(layer);
        const { folder } = provision(layer, lab.software);
        const server = await startServer(
          lab,
          folder,
          { ...upstreams, plain: port },
          lab.without ?? {},
        );
        started.push(server);
        port = server.port;
      }
      results.push(await named(id, port));
    } finally {
      for (const server of started.reverse()) await server.stop();
    }
  }
  return results;
}

async function named(id: string, port: number): Promise<LayeredResult> {
  const host = `layers.app.test:${port}`;
  const own = catalogued(id);
  const right = [id, ...(own.layers ?? []), "nginx", "varnish"];
  const byCall: Record<string, string[]> = {};
  const wrong = new Set<string>();
  for (const call of CALLS) {
    const result = await new WireCaller(port, host).call(call);
    const judged = asJudged(call, result, `http://${host}`, 0);
    const layers = [...layersIn([judged])];
    byCall[`${call.method ?? "GET"} ${call.path}`] = layers;
    const { candidates } = recognise(judged.exchange);
    for (const layer of layers) if (!right.includes(layer)) wrong.add(layer);
    // Nor is a stack proposed as sure that is not there.
    for (const { stack, certainty } of candidates) {
      if (certainty !== "possible" && !right.includes(stack)) wrong.add(stack);
    }
  }
  return { id, named: byCall, wrong: [...wrong] };
}
