import { policyFor } from "../../src/policy/policies.ts";
import type { Policy } from "../../src/policy/policy.ts";
import { mistakesShown } from "../../src/stacks/mistakes.ts";
import { safePolicy } from "../../src/stacks/safe-policy.ts";
import type { BrowserCaller } from "./browser-caller.ts";
import type { Protocol } from "./caller.ts";
import { type Filling, fillingOf, type LabStack } from "./lab-stack.ts";
import { MappedCaller } from "./mapped-caller.ts";
import { runMatrix } from "./matrix.ts";
import { accusedOf, catalogued, during, layersIn, type Proof, withProtocol } from "./prove.ts";
import type { Upstreams } from "./running-server.ts";
import { WANTED } from "./wanted-policy.ts";

/**
 * Proves a stack in Chromium with the extension. The policy comes from the recording of the server without
 * CORS, the snippet from that policy, and mistakes are named from their recordings.
 */
export async function proveInBrowser(
  lab: LabStack,
  base: string,
  upstreams: Upstreams,
  caller: BrowserCaller,
  protocol: Protocol = "http1",
): Promise<Proof> {
  const stack = catalogued(lab.id);
  const mapped = new MappedCaller(caller, lab);
  const kind = { isProxy: lab.isProxy === true };
  const under = <T>(name: string, filling: Filling, run: () => Promise<T>) =>
    during(lab, base, upstreams, withProtocol(filling, protocol), ({ port }) => {
      caller.leadTo(name, port, protocol);
      return run();
    });

  const recognised = new Set<string>();
  const none = await under(`${lab.id}-none`, lab.without ?? {}, async () => {
    const rows = await runMatrix(mapped, kind, {});
    const judged = await caller.recorded();
    for (const layer of layersIn(judged)) recognised.add(layer);
    const server = judged[0]?.exchange.hops[0]?.origin ?? "";
    return { failsWithout: rows[0]?.outcome === "failed", policy: policyFor(judged, server) };
  });
  const [part, ...rest] = none.policy?.parts ?? [];
  if (part === undefined || rest.length > 0) throw new Error(`${lab.id}: not one policy`);
  const policy = withAdded(part.policy);
  const { policy: safe } = safePolicy(policy);
  if (safe === null || !isWanted(policy)) {
    throw new Error(`${lab.id}: the policy is ${JSON.stringify(policy)}`);
  }
  const snippet = stack.snippet(safe);

  const named: Record<string, readonly string[]> = {};
  for (const [id, filling] of Object.entries(lab.mistakes)) {
    named[id] = await under(`${lab.id}-${id}`, filling(snippet), async () => {
      await runMatrix(mapped, kind, {});
      const judged = await caller.recorded();
      for (const layer of layersIn(judged)) recognised.add(layer);
      const shown = mistakesShown(stack, judged);
      return shown.map(({ mistake }) => mistake.id);
    });
  }
  const { rows, accused } = await under(`${lab.id}-snippet`, fillingOf(snippet), async () => {
    const results = await runMatrix(mapped, kind, { ...lab.limits, ...LIMITS[protocol] });
    const judged = await caller.recorded();
    for (const layer of layersIn(judged)) recognised.add(layer);
    return { rows: results, accused: accusedOf(stack, judged) };
  });
  const { failsWithout } = none;
  return {
    id: lab.id,
    failsWithout,
    recognised: [...recognised],
    named,
    accused,
    rows,
    paths: null,
  };
}

const OTHER_SITE = "https is another site than the pages' http, where their cookie does not go";
/** Rows that the browser's own rules exclude in that protocol. */
const LIMITS: Readonly<Record<Protocol, Readonly<Record<number, string>>>> = {
  http1: {},
  http2: { 14: OTHER_SITE, 15: OTHER_SITE },
};

/** The user's addition: a recording of failures does not show which headers a script would have read. */
function withAdded(policy: Policy): Policy {
  return { ...policy, exposedHeaders: [...policy.exposedHeaders, ...WANTED.exposedHeaders] };
}

/** Whether it is the policy that the matrix needs; the recorded error statuses depend on the server. */
function isWanted(policy: Policy): boolean {
  const { errorStatuses: _, ...own } = policy;
  const { errorStatuses: __, ...wanted } = WANTED;
  return JSON.stringify(own) === JSON.stringify(wanted);
}
