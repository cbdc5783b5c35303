import type { Policy } from "../../src/policy/policy.ts";
import { stackById } from "../../src/stacks/catalogue.ts";
import { safeParts } from "../../src/stacks/safe-policy.ts";
import { type Call, ORIGINS, type PageName } from "./caller.ts";
import { fillingOf, type LabStack } from "./lab-stack.ts";
import { startServer, type Upstreams } from "./running-server.ts";
import { WANTED } from "./wanted-policy.ts";
import { WireCaller } from "./wire-caller.ts";

const TWO: Policy = {
  ...WANTED,
  ...{ origins: [ORIGINS.two], methods: ["GET"], requestHeaders: [], exposedHeaders: [] },
  ...{ credentials: false, maxAge: null },
};
const PARTS = [
  { paths: ["/ok", "/boom", "/dead", "/own-auth"], policy: { ...WANTED, origins: [ORIGINS.app] } },
  { paths: ["/cached"], policy: TWO },
];

const put = { method: "PUT", headers: { "x-custom": "1" }, body: "{}" };
const one = (page: PageName, path: string, more: Partial<Call> = {}): Call => ({
  ...{ page, path },
  ...more,
});

/** Each call, and whether its page may read the response. */
const CALLS: readonly (readonly [call: Call, isReadable: boolean])[] = [
  [one("app", "/ok"), true],
  [one("app", "/ok?q=1", put), true],
  [one("app", "/ok", { credentials: true }), true],
  [one("app", "/boom"), true],
  [one("two", "/cached"), true],
  [one("two", "/ok"), false],
  [one("two", "/ok", put), false],
  [one("app", "/cached"), false],
  [one("two", "/cached", put), false],
  [one("two", "/cached", { credentials: true }), false],
  [one("evil", "/ok"), false],
  [one("app", "/ok/more"), false],
  [one("app", "/more/ok"), false],
];
/** Responses that a forwarding server writes itself. */
const OWN: typeof CALLS = [
  [one("app", "/dead"), true],
  [one("app", "/own-auth"), true],
  [one("app", "/own-auth", put), true],
  [one("two", "/dead"), false],
];
/** A path without a policy: unchanged from the application. */
const UNNAMED = one("app", "/auth");

/**
 * Runs a stack's one configuration for several paths, if it has one, on its real server.
 * @returns the fault; null if there is none.
 */
export async function provePaths(
  lab: LabStack,
  base: string,
  upstreams: Upstreams,
): Promise<string | null> {
  const snippetForPaths = stackById(lab.id)?.snippetForPaths;
  if (snippetForPaths === undefined) return null;
  const filling = fillingOf(snippetForPaths(safeParts(PARTS).parts));
  const calls = lab.isProxy === true ? [...CALLS, ...OWN] : CALLS;
  const bare = await firstWrong(lab, base, upstreams, filling, [...calls, [UNNAMED, false]]);
  if (bare !== null || lab.isProxy !== true) return bare;
  const own = { ...filling, appHasCors: "yes" } as const;
  return firstWrong(lab, base, upstreams, own, [...CALLS.slice(0, -2), [UNNAMED, true]]);
}

async function firstWrong(
  lab: LabStack,
  base: string,
  upstreams: Upstreams,
  filling: Parameters<typeof startServer>[3],
  calls: typeof CALLS,
): Promise<string | null> {
  const server = await startServer(lab, base, upstreams, filling);
  try {
    for (const [call, isReadable] of calls) {
      // A separate cache for each call.
      const caller = new WireCaller(server.port, `${lab.id}.app.test:${server.port}`);
      const { readable, why } = await caller.call(call);
      if (readable === isReadable) continue;
      const name = `${call.method ?? "GET"} ${call.path} from ${call.page}`;
      return `${name}: ${readable ? "readable" : why}`;
    }
    return null;
  } finally {
    await server.stop();
  }
}
