import { stackById } from "../../src/stacks/catalogue.ts";
import { mistakesShown } from "../../src/stacks/mistakes.ts";
import { recognise } from "../../src/stacks/recognise.ts";
import { safePolicy } from "../../src/stacks/safe-policy.ts";
import type { Place, Snippet, Stack } from "../../src/stacks/stack.ts";
import type { Judged } from "../../src/verdict/judged.ts";
import type { Call, Caller, Protocol, Result } from "./caller.ts";
import { asJudged } from "./exchanges.ts";
import { type Filling, fillingOf, type LabStack } from "./lab-stack.ts";
import { MappedCaller } from "./mapped-caller.ts";
import { broken, type RowResult, runMatrix, type ServerKind } from "./matrix.ts";
import { provePaths } from "./prove-paths.ts";
import { type RunningServer, startServer, type Upstreams } from "./running-server.ts";
import { WANTED } from "./wanted-policy.ts";
import { WireCaller } from "./wire-caller.ts";

/** The results of the three configurations of a stack. */
export interface Proof {
  readonly id: string;
  /** Whether the server without CORS fails the first call: otherwise the others prove nothing. */
  readonly failsWithout: boolean;
  /** The layers that were recognised in any response, in all configurations. */
  readonly recognised: readonly string[];
  /** By mistake: the ids named for it, the most likely first. */
  readonly named: Readonly<Record<string, readonly string[]>>;
  /** Mistakes that are named although the snippet is in place: none may be. */
  readonly accused: readonly string[];
  readonly rows: readonly RowResult[];
  /** The fault with separate policies for paths; also null if the stack has no such snippet. */
  readonly paths: string | null;
}

/** The catalogue's stack with this id, which must exist. */
export function catalogued(id: string): Stack {
  const found = stackById(id);
  if (found === null) throw new Error(`${id} is not in src/stacks/catalogue.ts`);
  return found;
}

/** The snippet that the product prints for the matrix. */
export function snippetFor(stack: Stack): Snippet {
  const { policy } = safePolicy(WANTED);
  if (policy === null) throw new Error("The policy allows nobody.");
  return stack.snippet(policy);
}

/** Runs a function while a server with this configuration is running. */
export async function during<T>(
  lab: LabStack,
  base: string,
  upstreams: Upstreams,
  filling: Filling,
  run: (server: RunningServer) => Promise<T>,
  own: string | null = null,
): Promise<T> {
  const server = await startServer(lab, base, upstreams, filling, own);
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
}

/** A configuration for this protocol. */
export function withProtocol(filling: Filling, protocol: Protocol): Filling {
  return protocol === "http2" ? { ...filling, http2: "yes" } : filling;
}

const wireTo = ({ id }: LabStack, port: number, protocol: Protocol) =>
  new WireCaller(port, `${id}.app.test:${port}`, protocol === "http2");

const recorderOf = (lab: LabStack, port: number, protocol: Protocol) =>
  new RecordingCaller(
    wireTo(lab, port, protocol),
    `${protocol === "http2" ? "https" : "http"}://${lab.id}.app.test:${port}`,
  );

/** Runs the matrix on the wire against a server with this configuration, and records it. */
export function record(
  lab: LabStack,
  base: string,
  upstreams: Upstreams,
  filling: Filling,
  protocol: Protocol = "http1",
): Promise<{ readonly rows: readonly RowResult[]; readonly judged: readonly Judged[] }> {
  return during(lab, base, upstreams, withProtocol(filling, protocol), async ({ port }) => {
    const recorder = recorderOf(lab, port, protocol);
    const kind = { isProxy: lab.isProxy === true };
    const rows = await runMatrix(new MappedCaller(recorder, lab), kind, {});
    return { rows, judged: recorder.judged };
  });
}

/** Proves a stack on the wire, without a browser. */
export async function proveOnWire(
  lab: LabStack,
  base: string,
  upstreams: Upstreams,
  protocol: Protocol = "http1",
): Promise<Proof> {
  const stack = catalogued(lab.id);
  const snippet = snippetFor(stack);
  const isHttp2 = protocol === "http2";
  const kind = { isProxy: lab.isProxy === true };
  const recognised = new Set<string>();
  const recordOf = async (filling: Filling) => {
    const recorded = await record(lab, base, upstreams, filling, protocol);
    for (const layer of layersIn(recorded.judged)) recognised.add(layer);
    return recorded;
  };
  const without = await recordOf(lab.without ?? {});
  const failsWithout = without.rows[0]?.outcome === "failed";
  const named: Record<string, readonly string[]> = {};
  for (const [id, filling] of Object.entries(lab.mistakes)) {
    const { judged } = await recordOf(filling(snippet));
    named[id] = mistakesShown(stack, judged).map(({ mistake }) => mistake.id);
  }
  const accused = new Set<string>();
  const prove = (filling: Filling) =>
    during(lab, base, upstreams, withProtocol(filling, protocol), async ({ port }) => {
      const recorder = recorderOf(lab, port, protocol);
      const results = await rowsOnWire(recorder, wireTo(lab, port, protocol), lab);
      for (const layer of layersIn(recorder.judged)) recognised.add(layer);
      for (const id of accusedOf(stack, recorder.judged)) accused.add(id);
      return results;
    });
  const rows = await prove(fillingOf(snippet));
  const paths = isHttp2 ? null : await provePaths(lab, base, upstreams);
  const proof = () => ({
    ...{ id: lab.id, failsWithout, named, paths },
    ...{ recognised: [...recognised], accused: [...accused] },
  });
  if (!kind.isProxy) return { ...proof(), rows };
  // The application's own CORS headers must change nothing.
  const withCors = await prove({ ...fillingOf(snippet), appHasCors: "yes" });
  const both = rows.map((row, index) => {
    const other = withCors[index] ?? row;
    return row.outcome === "passed" && other.outcome === "failed"
      ? { ...other, why: `if the application sends CORS headers too: ${other.why}` }
      : row;
  });
  return { ...proof(), rows: both };
}

/** The mistakes named for a server that makes none; a blocked origin is not listed. */
export function accusedOf(stack: Stack, judged: readonly Judged[]): string[] {
  return mistakesShown(stack, judged)
    .filter(({ mistake }) => mistake.kind !== "origin-not-listed")
    .map(({ mistake, exchange }) => `${mistake.id} (${urlOf(judged, exchange)})`);
}

const urlOf = (judged: readonly Judged[], id: string): string =>
  judged.map(({ exchange }) => exchange).find((one) => one.id === id)?.hops[0]?.url ?? id;

/** The layers that any response of these exchanges shows. */
export function layersIn(judged: readonly Judged[]): ReadonlySet<string> {
  const all = judged.map(({ exchange }) => recognise(exchange));
  return new Set(
    all.flatMap(({ preflight, response }) => [...preflight, ...response].map(({ id }) => id)),
  );
}

/** Layers that were recognised but did not respond: none may be. */
export function wronglyNamed(id: string, recognised: readonly string[]): readonly string[] {
  const stack = catalogued(id);
  const right = [stack.id, ...(stack.layers ?? [])];
  return recognised.filter((layer) => !right.includes(layer));
}

async function rowsOnWire(
  caller: Caller,
  bare: WireCaller,
  lab: LabStack,
  kind: ServerKind = { isProxy: lab.isProxy === true },
): Promise<RowResult[]> {
  const mapped = new MappedCaller(caller, lab);
  const results = await runMatrix(mapped, kind, lab.limits ?? {});
  const wrong = broken(await bare.withoutOrigin(lab.paths?.["/ok"] ?? "/ok"), kind);
  if (wrong === null) return results;
  return results.map((row) =>
    row.id === 24 ? { ...row, outcome: "failed", why: `without Origin: ${wrong}` } : row,
  );
}

/** Runs the matrix against the user's own configuration, on the wire and in a browser. */
export async function proveOwn(
  lab: LabStack,
  base: string,
  upstreams: Upstreams,
  { text, place }: OwnConfiguration,
  browser: { readonly caller: Caller; leadTo(name: string, port: number): void } | null,
): Promise<{ readonly wire: readonly RowResult[]; readonly browser: readonly RowResult[] | null }> {
  const filling: Filling = place === null ? {} : { [place]: text };
  return during(
    lab,
    base,
    upstreams,
    filling,
    async ({ port }) => {
      const bare = wireTo(lab, port, "http1");
      const allowsAny = await claimsAny(new MappedCaller(bare, lab));
      const kind = { isProxy: lab.isProxy === true, allowsAny };
      const wire = await rowsOnWire(bare, bare, lab, kind);
      if (browser === null) return { wire, browser: null };
      browser.leadTo(`${lab.id}-own`, port);
      return {
        wire,
        browser: await runMatrix(new MappedCaller(browser.caller, lab), kind, lab.limits ?? {}),
      };
    },
    place === null ? text : null,
  );
}

/** Whether a configuration sends `*` for the first call of the matrix. */
async function claimsAny(caller: Caller): Promise<boolean> {
  const { responses } = await caller.call({ page: "app", path: "/ok" });
  return responses.some(({ lines }) =>
    lines.some(
      ([name, value]) => /^access-control-allow-origin$/i.test(name) && value.trim() === "*",
    ),
  );
}

/** A whole main file, or the code for one place in ours. */
export interface OwnConfiguration {
  readonly text: string;
  readonly place: Place | null;
}

/** Records each call as an exchange. */
class RecordingCaller implements Caller {
  readonly judged: Judged[] = [];
  readonly #caller: Caller;
  readonly #server: string;

  constructor(caller: Caller, server: string) {
    this.#caller = caller;
    this.#server = server;
  }

  async call(call: Call): Promise<Result> {
    const result = await this.#caller.call(call);
    this.judged.push(asJudged(call, result, this.#server, this.judged.length));
    return result;
  }

  image(path: string): Promise<void> {
    return this.#caller.image(path);
  }
}
