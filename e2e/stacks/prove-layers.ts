import type { Call } from "./caller.ts";
import { asJudged } from "./exchanges.ts";
import { findStacks } from "./find-stacks.ts";
import { Http1Tap } from "./http1-tap.ts";
import { type Filling, fillingOf, type LabStack } from "./lab-stack.ts";
import { MappedCaller } from "./mapped-caller.ts";
import { catalogued, layersIn, snippetFor } from "./prove.ts";
import { provision } from "./provision.ts";
import { type RunningServer, startServer, type Upstreams } from "./running-server.ts";
import { WireCaller } from "./wire-caller.ts";

/** Servers in front of an application, the nearest to it first. */
type Fronts = readonly string[];

/** Every application runs behind these, in all its configurations. */
const USUAL: Fronts = ["nginx", "varnish"];
/** Some applications run behind these, without CORS. */
const OTHERS: readonly Fronts[] = [
  ["apache", "varnish"],
  ["caddy", "nginx"],
  ["haproxy", "apache"],
  ["lighttpd", "haproxy"],
  ["varnish", "caddy"],
];
/** Applications that are recognised in different ways: by a token, by a header, by a shape, not at all. */
const SOME = ["express", "flask", "rails", "php", "tomcat"];

const CALLS: readonly Call[] = [
  ...["/ok", "/none", "/auth", "/boom", "/dead", "/own-auth"].map(
    (path): Call => ({ page: "app", path }),
  ),
  { page: "evil", path: "/ok" },
  { page: "app", path: "/ok", method: "PUT", headers: { "x-custom": "1" }, body: "{}" },
  { page: "app", path: "/none", method: "PUT", headers: { "x-custom": "1" }, body: "{}" },
];

/** The result for an application behind two servers. */
export interface LayeredResult {
  readonly id: string;
  readonly fronts: Fronts;
  /** By layer: the number of responses in which it was named. */
  readonly named: Readonly<Record<string, number>>;
  readonly calls: number;
  /** Layers that were named but are not there. */
  readonly wrong: readonly string[];
}

/** Runs applications behind two servers, and returns which of them are named. */
export async function* proveLayers(
  upstreams: Upstreams,
  only: readonly string[] | undefined,
): AsyncGenerator<LayeredResult> {
  const labs = await findStacks();
  const labOf = (id: string) => labs.find((lab) => lab.id === id) as LabStack;
  const applications = labs.filter(
    ({ id, isProxy }) => isProxy !== true && (only?.includes(id) ?? true),
  );
  for (const fronts of [USUAL, ...OTHERS]) {
    // The servers in front stay the same for all applications.
    const tap = await Http1Tap.open();
    const started: RunningServer[] = [];
    try {
      let port = tap.port;
      for (const id of fronts) {
        const lab = labOf(id);
        const { folder } = provision(id, lab.software);
        const below = { ...upstreams, plain: port };
        const server = await startServer(lab, folder, below, lab.without ?? {});
        started.push(server);
        port = server.port;
      }
      const behind =
        fronts === USUAL ? applications : applications.filter(({ id }) => SOME.includes(id));
      for (const lab of behind) yield await named(lab, fronts, port, tap, upstreams);
    } finally {
      for (const server of started.reverse()) await server.stop();
      await tap.close();
    }
  }
}

async function named(
  lab: LabStack,
  fronts: Fronts,
  port: number,
  tap: Http1Tap,
  upstreams: Upstreams,
): Promise<LayeredResult> {
  const { folder } = provision(lab.id, lab.software);
  const right = [lab.id, ...fronts].flatMap((id) => [id, ...(catalogued(id).layers ?? [])]);
  const counts: Record<string, number> = {};
  const wrong = new Set<string>();
  let calls = 0;
  const configurations = fronts === USUAL ? configurationsOf(lab) : [["none", lab.without ?? {}]];
  for (const [name, filling] of configurations as [string, Filling][]) {
    const server = await startServer(lab, folder, upstreams, filling);
    try {
      tap.lead(server.port);
      // A separate host: Varnish keeps other configurations' stored responses under their own hosts.
      const host = `${lab.id}-${name}.app.test:${port}`;
      for (const call of CALLS) {
        const result = await new MappedCaller(new WireCaller(port, host), lab).call(call);
        calls++;
        for (const layer of layersIn([asJudged(call, result, `http://${host}`, 0)])) {
          counts[layer] = (counts[layer] ?? 0) + 1;
          if (!right.includes(layer)) wrong.add(layer);
        }
      }
    } finally {
      await server.stop();
    }
  }
  return { id: lab.id, fronts, named: counts, calls, wrong: [...wrong] };
}

/** Without CORS, with each mistake, and with the snippet. */
function configurationsOf(lab: LabStack): [string, Filling][] {
  const snippet = snippetFor(catalogued(lab.id));
  return [
    ["none", lab.without ?? {}],
    ...Object.entries(lab.mistakes).map(([id, filling]): [string, Filling] => [
      id,
      filling(snippet),
    ]),
    ["snippet", fillingOf(snippet)],
  ];
}
