import type { CorsHar } from "../../src/report/har.ts";
import type { DrivenPage } from "../both/driven-browser.ts";
import type { Lab } from "../lab/lab.ts";

/** What a page requests in turn, and how it is answered: what passes, and what is blocked or given up. */
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

/** As long as a server takes. */
const RESPONSE_MS = 20;

/** Has the lab answer requests of every kind; gives the URLs of so many, each its own. */
export function mixedRequests(lab: Lab, round: string, count: number): readonly string[] {
  const { page } = lab.origins;
  const named = (origin: string) => ["Access-Control-Allow-Origin", origin] as const;
  const after = () => new Promise<void>((resolve) => setTimeout(resolve, RESPONSE_MS));
  const idOf = (kind: Kind) => `${round}-${kind}`;
  for (const kind of KINDS) {
    lab.answer(idOf(kind), ({ method, target }) => {
      const query = target.slice(target.indexOf("?"));
      if (method === "OPTIONS") {
        const allowed = kind === "put" ? [["Access-Control-Allow-Methods", "PUT"] as const] : [];
        return { status: 204, headers: [named(page), ...allowed], after: after() };
      }
      switch (kind) {
        case "refused":
          return { headers: [], after: after() };
        case "missing":
          return { status: 404, headers: [], after: after() };
        case "wildcard":
          return { headers: [named("*")], after: after() };
        case "redirected": {
          const location = ["Location", `${lab.url("apiA", idOf("open"))}${query}`] as const;
          return { status: 302, headers: [named(page), location], after: after() };
        }
        case "aborted":
          return {
            headers: [named(page)],
            after: new Promise((resolve) => setTimeout(resolve, 1_000)),
          };
        default:
          return { headers: [named(page)], after: after() };
      }
    });
  }
  return Array.from({ length: count }, (_, n) => {
    const kind = KINDS[n % KINDS.length] as Kind;
    return `${lab.url("apiA", idOf(kind))}?n=${n}`;
  });
}

/** Requests all URLs in the page, some at a time; resolves when each has come to its end. */
export function requestAll(page: DrivenPage, urls: readonly string[], width = 6): Promise<unknown> {
  return page.evaluate(
    async (all: readonly string[], atOnce: number) => {
      let next = 0;
      const request = async (url: string) => {
        const { pathname } = new URL(url);
        const controller = new AbortController();
        const { signal } = controller;
        if (pathname.endsWith("-aborted")) setTimeout(() => controller.abort(), 40);
        const method = /-put(?:-refused)?$/.test(pathname) ? "PUT" : "GET";
        const credentials = pathname.endsWith("-wildcard") ? "include" : "same-origin";
        await fetch(url, { method, credentials, signal }).catch(() => {});
      };
      const worker = async () => {
        for (let url = all[next++]; url !== undefined; url = all[next++]) await request(url);
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    },
    urls,
    width,
  );
}

/** What a report tells of each URL, in an order of its own: all that a death must not change. */
export function toldOf(har: CorsHar, round: string): Readonly<Record<string, readonly string[]>> {
  const told: Record<string, string[]> = {};
  for (const exchange of har.log._cors.exchanges) {
    const { pathname, search } = new URL(exchange.url);
    if (!pathname.includes(`/${round}-`)) continue;
    const { outcome, cause, certainty, preflight, reachedServer, rule, entries } = exchange;
    const roles = entries.map((at) => har.log.entries[at]?._cors.role);
    const why = cause === null ? "" : ` ${cause.code} at ${cause.stage} ${cause.hop}`;
    const key = `${pathname.slice(pathname.indexOf(`/${round}-`) + round.length + 2)}${search}`;
    told[key] ??= [];
    told[key].push(
      `${outcome}${why}, ${certainty}, ${rule}; preflight ${preflight.seen}; reached ${reachedServer}; ${roles}`,
    );
  }
  return told;
}

/** What the second report tells otherwise than the first: nothing of it, or another thing. */
export function differences(
  undisturbed: Readonly<Record<string, readonly string[]>>,
  disturbed: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const keys = new Set([...Object.keys(undisturbed), ...Object.keys(disturbed)]);
  return [...keys].flatMap((key) => {
    const [before, after] = [undisturbed[key] ?? [], disturbed[key] ?? []].map((rows) =>
      [...rows].sort().join(" AND "),
    );
    return before === after ? [] : [`${key}: ${before || "nothing"} → ${after || "nothing"}`];
  });
}
