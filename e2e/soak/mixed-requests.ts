import type { DrivenPage } from "../both/driven-browser.ts";
import type { Lab } from "../lab/lab.ts";
import type { LabRequest } from "../lab/origins.ts";
import type { Gate } from "./gate.ts";

/** The kinds of responses, used in turn: allowed, blocked, aborted. */
const KINDS = [
  "open",
  "refused",
  "put",
  "put-refused",
  "wildcard",
  "redirected",
  "missing",
  "aborted",
] as const;
type Kind = (typeof KINDS)[number];

type Line = readonly [name: string, value: string];

/** The request that reached a server, as the gate and the recording identify it. */
export const arrival = ({ method, target }: Pick<LabRequest, "method" | "target">): string =>
  `${method} ${target}`;

/** Sets up responses of every kind; returns `count` URLs, each for one request. */
export function mixedRequests(
  lab: Lab,
  { round, count, gate }: { readonly round: string; readonly count: number; readonly gate: Gate },
): readonly string[] {
  const { page } = lab.origins;
  const allowed = (origin: string): Line => ["Access-Control-Allow-Origin", origin];
  const idOf = (kind: Kind) => `${round}-${kind}`;
  for (const kind of KINDS) {
    lab.respond(idOf(kind), (request) => {
      const { method, target } = request;
      if (kind === "aborted") return "hang";
      const after = gate.arrive(arrival(request));
      if (method === "OPTIONS") {
        const methods: Line[] = kind === "put" ? [["Access-Control-Allow-Methods", "PUT"]] : [];
        return { status: 204, headers: [allowed(page), ...methods], after };
      }
      switch (kind) {
        case "refused":
          return { headers: [], after };
        case "missing":
          return { status: 404, headers: [], after };
        case "wildcard":
          return { headers: [allowed("*")], after };
        case "redirected": {
          const query = target.slice(target.indexOf("?"));
          const location = `${lab.url("apiA", idOf("open"))}${query}`;
          return { status: 302, headers: [allowed(page), ["Location", location]], after };
        }
        default:
          return { headers: [allowed(page)], after };
      }
    });
  }
  return Array.from({ length: count }, (_, n) => {
    const kind = KINDS[n % KINDS.length] as Kind;
    return `${lab.url("apiA", idOf(kind))}?n=${n}`;
  });
}

interface Requesting {
  /** The numbers of the requests, as in their URLs. */
  soakUnderWay?: Set<number>;
  soakEnded?: Set<number>;
}

/** Requests all URLs in the page, `width` at once; resolves when all have ended. */
export function requestAll(
  page: DrivenPage,
  urls: readonly string[],
  width: number,
): Promise<unknown> {
  return page.evaluate(
    async (all: readonly string[], atOnce: number) => {
      const requesting = globalThis as Requesting;
      requesting.soakUnderWay ??= new Set();
      requesting.soakEnded ??= new Set();
      const { soakUnderWay, soakEnded } = requesting;
      let next = 0;
      const request = async (url: string) => {
        const { pathname, searchParams } = new URL(url);
        const n = Number(searchParams.get("n"));
        soakUnderWay.add(n);
        const controller = new AbortController();
        const { signal } = controller;
        const method = /-put(?:-refused)?$/.test(pathname) ? "PUT" : "GET";
        const credentials = pathname.endsWith("-wildcard") ? "include" : "same-origin";
        const fetched = fetch(url, { method, credentials, signal }).catch(() => {});
        if (pathname.endsWith("-aborted")) {
          await fetch(`/arrived?url=${encodeURIComponent(url)}`);
          controller.abort();
        }
        await fetched;
        soakUnderWay.delete(n);
        soakEnded.add(n);
      };
      const one = async () => {
        for (let url = all[next++]; url !== undefined; url = all[next++]) await request(url);
      };
      await Promise.all(Array.from({ length: atOnce }, one));
    },
    urls,
    width,
  );
}

/** The numbers of a page's pending requests, and of those that have ended. */
export function stateOf(page: DrivenPage): Promise<{ underWay: number[]; ended: number[] }> {
  return page.evaluate(() => {
    const { soakUnderWay = [], soakEnded = [] } = globalThis as Requesting;
    return { underWay: [...soakUnderWay], ended: [...soakEnded] };
  });
}
