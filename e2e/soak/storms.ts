import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import type { DrivenPage } from "../both/driven-browser.ts";
import { acceptOf } from "../lab/accept-handshake.ts";
import type { Lab } from "../lab/lab.ts";
import { headerOf } from "../lab/request-head.ts";
import type { Storm } from "./storm.ts";

export const openTo = (lab: Lab) => ["Access-Control-Allow-Origin", lab.origins.page] as const;

/** A driver's timeout for one command is fixed, however busy the machine. */
const REQUESTS_AT_ONCE = 2_000;

/** Requests numbered URLs in the page, some at a time, and waits until all have ended. */
export async function requestNumbered(
  page: DrivenPage,
  url: string,
  count: number,
  method = "GET",
) {
  for (let from = 0; from < count; from += REQUESTS_AT_ONCE) {
    const to = Math.min(count, from + REQUESTS_AT_ONCE);
    await page.evaluate(
      async (target: string, first: number, end: number, how: string) => {
        let next = first;
        const one = async () => {
          for (let n = next++; n < end; n = next++) {
            await fetch(`${target}?n=${n}`, { method: how }).then(
              (response) => response.text(),
              () => {},
            );
          }
        };
        await Promise.all(Array.from({ length: 40 }, one));
      },
      url,
      from,
      to,
      method,
    );
  }
}

export const lastOf = (url: string, count: number, most = 20): readonly string[] =>
  Array.from({ length: Math.min(most, count) }, (_, n) => `${url}?n=${count - 1 - n}`);

const numberIn = (target: string, name: string): number =>
  Number(new URLSearchParams(target.slice(target.indexOf("?"))).get(name));

/** Ordinary requests, but very many. */
export const STORMS: readonly Storm[] = [
  {
    name: "20,000 requests in one page",
    isUnwatched: true,
    make: async ({ lab, page, id, count }) => {
      const headers = [
        openTo(lab),
        ["Content-Type", "application/json; charset=utf-8"] as const,
        ["Cache-Control", "no-store"] as const,
      ];
      lab.respond(id, { response: { headers, body: "{}" } });
      const exchanges = count(20_000);
      await requestNumbered(page, lab.url("apiA", id), exchanges);
      const kept = Math.min(exchanges, 10_000);
      return {
        exchanges,
        kept,
        // Forty at a time: the last ones may come in another order.
        newest: lastOf(lab.url("apiA", id), exchanges, kept - 40),
        verdict: "allowed",
      };
    },
  },
  {
    name: "10,000 preflights to one host",
    make: async ({ lab, page, id, count }) => {
      const headers = [openTo(lab), ["Access-Control-Allow-Methods", "PUT"] as const];
      lab.respond(id, { preflight: { status: 204, headers }, response: { headers } });
      const exchanges = count(10_000);
      await requestNumbered(page, lab.url("apiA", id), exchanges, "PUT");
      return { exchanges, newest: lastOf(lab.url("apiA", id), exchanges), verdict: "allowed" };
    },
  },
  {
    name: "50 frames that make 40 requests each",
    make: async ({ lab, page, id, count }) => {
      lab.respond(id, { response: { headers: [] } });
      const frames = count(50);
      await page.evaluate(
        async (url: string, howMany: number) => {
          const inFrame = async (number: number) => {
            const frame = document.createElement("iframe");
            const loaded = new Promise((resolve) => {
              frame.onload = resolve;
            });
            frame.src = `/blank?frame=${number}`;
            document.body.append(frame);
            await loaded;
            for (let n = 0; n < 40; n++) {
              await frame.contentWindow?.fetch(`${url}?n=${number * 40 + n}`).catch(() => {});
            }
          };
          await Promise.all([...Array(howMany).keys()].map(inFrame));
        },
        lab.url("apiA", id),
        frames,
      );
      const newest = lastOf(lab.url("apiA", id), frames * 40, frames * 40);
      // Each frame's own document is another one.
      return { exchanges: frames * 41, newest, verdict: "blocked missing-allow-origin" };
    },
  },
  {
    // Both browsers follow 20 redirects of a request.
    name: "100 requests that are redirected without an end",
    make: async ({ lab, page, id, count }) => {
      lab.respond(id, ({ target }) => {
        const next = `?n=${numberIn(target, "n")}&hop=${numberIn(target, "hop") + 1}`;
        const location = `${lab.url("apiA", id)}${next}`;
        return { status: 302, headers: [openTo(lab), ["Location", location]] };
      });
      const exchanges = count(100);
      await requestNumbered(page, lab.url("apiA", id), exchanges);
      const newest = lastOf(lab.url("apiA", id), exchanges, exchanges);
      return { exchanges, newest, verdict: "failed too-many-redirects" };
    },
  },
  {
    name: "2,000 WebSockets",
    make: async ({ lab, page, id, count }) => {
      lab.respond(id, (request) => ({
        status: 101,
        headers: [
          ["Upgrade", "websocket"],
          ["Connection", "Upgrade"],
          ["Sec-WebSocket-Accept", acceptOf(headerOf(request, "sec-websocket-key") ?? "")],
        ],
        bodyAfter: setTimeout(10),
      }));
      const url = lab.url("apiA", id).replace(/^http/, "ws");
      const exchanges = count(2_000);
      await page.evaluate(
        async (target: string, total: number) => {
          let next = 0;
          const one = async () => {
            for (let n = next++; n < total; n = next++) {
              const socket = new WebSocket(`${target}?n=${n}`);
              await new Promise((resolve) => {
                socket.onclose = resolve;
              });
            }
          };
          await Promise.all(Array.from({ length: 20 }, one));
        },
        url,
        exchanges,
      );
      return { exchanges, newest: lastOf(url, exchanges), verdict: "allowed" };
    },
  },
  {
    name: "300 navigations, 50 a second",
    make: async ({ lab, page, id, count }) => {
      const api = lab.url("apiA", `${id}-api`);
      lab.respond(`${id}-api`, { response: { headers: [] } });
      const last = count(300);
      lab.respond(id, ({ target }) => {
        const n = numberIn(target, "n");
        const go = `setTimeout(() => location.replace("?n=${n + 1}"), 15)`;
        const stay = `Promise.all([...Array(10).keys()].map((it) =>
          fetch("${api}?n=" + it).catch(() => {}))).then(() => { document.title = "arrived" })`;
        const script = n < last ? `fetch("${api}?page=${n}").catch(() => {}); ${go}` : stay;
        return {
          headers: [["Content-Type", "text/html"]],
          body: `<!doctype html><title>On the way</title><script>${script}</script>`,
        };
      });
      // Firefox never reports that a page is loaded if it navigates at once.
      await page.evaluate(
        (url: string) => {
          window.setTimeout(() => location.assign(url), 10);
        },
        `${lab.url("page", id)}?n=0`,
      );
      const title = () => page.evaluate(() => document.title).catch(() => "");
      await expect.poll(title, { timeout: 240_000, interval: 100 }).toBe("arrived");
      const newest = lastOf(api, 10);
      return { exchanges: null, newest, verdict: "blocked missing-allow-origin" };
    },
  },
  {
    // Simulates an hour by the number of events in it: time itself does not matter to the worker.
    name: "a stream that stays open through 5,000 requests",
    make: async ({ lab, page, id, count }) => {
      let end = () => {};
      const bodyAfter = new Promise<void>((resolve) => {
        end = resolve;
      });
      lab.respond(`${id}-stream`, {
        response: {
          // With a length of 0 it would end at once.
          headers: [
            openTo(lab),
            ["Content-Type", "text/event-stream"],
            ["Transfer-Encoding", "chunked"],
          ],
          body: "0\r\n\r\n",
          bodyAfter,
        },
      });
      lab.respond(id, { response: { headers: [openTo(lab)] } });
      const stream = lab.url("apiA", `${id}-stream`);
      await page.evaluate((url: string) => {
        const source = new EventSource(url);
        // Otherwise it reconnects.
        source.onerror = () => source.close();
      }, stream);
      await lab.requestArrived(({ target }) => stream.endsWith(target));
      const others = count(5_000);
      await requestNumbered(page, lab.url("apiA", id), others);
      const newest = lastOf(lab.url("apiA", id), others);
      return { exchanges: others + 1, pending: 1, newest, verdict: "allowed", end };
    },
  },
];
