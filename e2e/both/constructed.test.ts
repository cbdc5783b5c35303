import { beforeAll, describe, expect, it } from "vitest";
import { acceptOf } from "../lab/accept-handshake.ts";
import type { Lab } from "../lab/lab.ts";
import { headerOf } from "../lab/request-head.ts";
import { BROWSERS, type DrivenPage } from "./driven-browser.ts";

/** Constructors that make requests: a name, and the source text. */
const CONSTRUCTED: readonly (readonly [name: string, code: string])[] = [
  ["worker", "new Worker(own + 'worker')"],
  ["worker with a name", "new Worker(own + 'worker', { name: 'n', credentials: 'omit' })"],
  ["module worker", "new Worker(own + 'worker', { type: 'module' })"],
  ["worker of an object URL", "new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))"],
  ["worker of data", "new Worker('data:text/javascript,postMessage(1)')"],
  ["worker of another origin", "new Worker(other + 'worker')"],
  ["shared worker", "new SharedWorker(own + 'shared')"],
  ["event source", "new EventSource(other + 'events')"],
  ["event source with credentials", "new EventSource(other + 'events', { withCredentials: true })"],
  ["event source of the page's origin", "new EventSource(own + 'events')"],
  ["socket", "new WebSocket(other.replace('http', 'ws') + 'socket')"],
  ["socket with a protocol", "new WebSocket(other.replace('http', 'ws') + 'socket', ['chat'])"],
  ["socket of no URL", "new WebSocket('x y:')"],
  ["own class", "new (class extends WebSocket {})(other.replace('http', 'ws') + 'socket')"],
  ["what is called and not constructed", "WebSocket(other)"],
];

/** Policies of the page, as its headers. */
type Headers = readonly (readonly [name: string, value: string])[];
const POLICIES: readonly (readonly [name: string, headers: Headers])[] = [
  ["without a policy", []],
  ["that may connect nowhere", [["Content-Security-Policy", "connect-src 'none'"]]],
  ["that may have no worker", [["Content-Security-Policy", "worker-src 'none'"]]],
  ["that is sandboxed", [["Content-Security-Policy", "sandbox allow-scripts"]]],
  ["that names no referrer", [["Referrer-Policy", "no-referrer"]]],
];

/** The request headers that depend on the initiator. */
const HEADERS = ["origin", "referer", "cookie", "accept", "sec-websocket-protocol"];
const OF_FETCH = ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"];

function serve(lab: Lab, id: string, headers: Headers): string {
  const body = `<!doctype html><title>Constructs</title>`;
  lab.respond(id, { response: { headers: [["Content-Type", "text/html"], ...headers], body } });
  const any = ["Access-Control-Allow-Origin", "*"] as const;
  const script = [["Content-Type", "text/javascript"], any] as const;
  lab.respond("worker", { response: { headers: script, body: "postMessage(1)" } });
  lab.respond("shared", {
    response: { headers: script, body: "onconnect = ({ ports }) => ports[0].postMessage(1)" },
  });
  lab.respond("events", {
    response: { headers: [["Content-Type", "text/event-stream"], any], body: "data: 1\n\n" },
  });
  lab.respond("socket", (request) => ({
    status: 101,
    headers: [
      ["Upgrade", "websocket"],
      ["Connection", "Upgrade"],
      ["Sec-WebSocket-Accept", acceptOf(headerOf(request, "sec-websocket-key") ?? "")],
    ],
    // Otherwise it would be closed at once, and the page may see it open or not.
    bodyAfter: new Promise<void>(() => {}),
  }));
  return lab.url("page", id);
}

/** The results of each construction, for the page and the server. */
async function visit(lab: Lab, page: DrivenPage, url: string): Promise<Record<string, unknown>> {
  await page.goto(url);
  const all: Record<string, unknown> = {};
  for (const [name, code] of CONSTRUCTED) {
    const before = lab.requests.length;
    const seen = await page.evaluate(
      async (text: string, own: string, other: string) => {
        const violations: string[] = [];
        const onViolation = (event: SecurityPolicyViolationEvent) =>
          violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
        addEventListener("securitypolicyviolation", onViolation);
        let made: EventTarget & { port?: MessagePort; close?(): void; terminate?(): void };
        try {
          made = new Function("own", "other", `return ${text}`)(own, other);
        } catch (error) {
          const { name, message, stack } = error as Error;
          return { thrown: `${name}: ${message}`, lines: stack?.split("\n").length, violations };
        }
        const event = await new Promise<string>((resolve) => {
          for (const type of ["open", "message", "error", "close"]) {
            for (const heard of [made, made.port]) {
              heard?.addEventListener(type, () => resolve(type), { once: true });
            }
          }
          made.port?.start();
        });
        made.close?.();
        made.terminate?.();
        removeEventListener("securitypolicyviolation", onViolation);
        const { name, prototype } = made.constructor as FunctionConstructor;
        return { event, name, isOwn: Object.getPrototypeOf(made) === prototype, violations };
      },
      code,
      lab.url("page", ""),
      lab.url("apiA", ""),
    );
    const requests = lab.requests.slice(before).flatMap((request) => {
      const { target } = request;
      // The page's icon is requested at any time.
      if (!target.startsWith("/_/")) return [];
      const shown = [...HEADERS, ...OF_FETCH].map(
        (header) => `${header}: ${headerOf(request, header)}`,
      );
      return [target, ...shown].join(", ");
    });
    all[name] = { seen, requests: [...new Set(requests)] };
  }
  return all;
}

describe.each(BROWSERS)("in %s, what a page constructs", (_product, use) => {
  const browser = use();
  const urls = new Map<string, string>();
  const without = new Map<string, Record<string, unknown>>();

  // A panel costs as much as all of a page's visits: one is open for all those with it.
  beforeAll(async () => {
    const { lab, page } = browser;
    for (const [index, [name, headers]] of POLICIES.entries()) {
      const url = serve(lab, `constructs-${index}`, headers);
      urls.set(name, url);
      without.set(name, await visit(lab, page, url));
    }
    await page.goto(`${lab.origins.page}/blank`);
    await page.openPanel();
  });

  it.each(POLICIES)("does the same with the panel open as without, on a page %s", async (name) => {
    const { lab, page } = browser;
    expect(await visit(lab, page, urls.get(name) as string)).toEqual(without.get(name));
  });
});
