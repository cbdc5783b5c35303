import type { Storm } from "./storm.ts";
import { lastOf, openTo, requestNumbered } from "./storms.ts";

const REFUSED = "blocked missing-allow-origin";

/** Storms that no honest page makes. */
export const HOSTILE_PAGES: readonly Storm[] = [
  {
    name: "a page that sends 10,000 messages that look like a probe's",
    make: async ({ lab, page, id, count }) => {
      lab.respond(id, { response: { headers: [] } });
      const url = lab.url("apiA", id);
      await page.evaluate(
        (target: string, total: number) => {
          const names = ["crosscheck", "crosscheck-hello", "crosscheck-bridge-here"];
          for (let n = 0; n < total; n++) {
            const report = { kind: "call-started", callId: `${n}`, url: `${target}?forged=${n}` };
            const detail = n % 2 === 0 ? report : JSON.stringify([report]);
            for (const name of names) document.dispatchEvent(new CustomEvent(name, { detail }));
            postMessage({ source: "crosscheck", ...report }, "*");
          }
        },
        url,
        count(10_000),
      );
      const exchanges = count(400);
      await requestNumbered(page, url, exchanges);
      return { exchanges, newest: lastOf(url, exchanges), verdict: REFUSED };
    },
  },
  {
    name: "a page that has broken its built-ins",
    make: async ({ lab, page, id, count }) => {
      lab.respond(id, { response: { headers: [] } });
      const url = lab.url("apiA", id);
      const exchanges = count(400);
      await page.evaluate(
        async (target: string, total: number) => {
          const { then } = Promise.prototype;
          const breaks = () => {
            throw new Error("broken");
          };
          for (const [owner, names] of [
            [Array.prototype, ["map", "push", "slice"]],
            [String.prototype, ["slice", "startsWith"]],
            [Function.prototype, ["call", "bind"]],
            [JSON, ["stringify", "parse"]],
            [EventTarget.prototype, ["dispatchEvent"]],
          ] as const) {
            for (const name of names) (owner as unknown as Record<string, unknown>)[name] = breaks;
          }
          for (let n = 0; n < total; n++) {
            await new Promise<void>((resolve) => {
              Reflect.apply(then, fetch(`${target}?n=${n}`), [() => resolve(), () => resolve()]);
            });
          }
        },
        url,
        exchanges,
      );
      return { exchanges, newest: lastOf(url, exchanges), verdict: REFUSED };
    },
  },
  {
    name: "a server whose headers are large, many and hostile",
    // Firefox copies the headers of each event in the thread that draws the panel, several events in a task:
    // profiled in 153, most of the longest tasks, which take 230 to 260 ms of a core.
    longestFrame: { gecko: 400 },
    make: async ({ lab, page, id, count }) => {
      const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
      const text = "<img src=x onerror=alert(1)> \u001b[31m =cmd|' /C calc'!A0 ";
      const hostile = names.map((name) => [name, text] as const);
      const many = Array.from(
        { length: 500 },
        (_, n) => [`x-${n}`, `${n}`.padEnd(200, "v")] as const,
      );
      lab.respond(id, { response: { headers: [openTo(lab), ...hostile, ...many] } });
      const exchanges = count(400);
      await requestNumbered(page, lab.url("apiA", id), exchanges);
      return { exchanges, newest: lastOf(lab.url("apiA", id), exchanges, 5), verdict: "allowed" };
    },
  },
];
