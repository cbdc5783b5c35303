import { describe, expect, it } from "vitest";
import { CACHES } from "../../src/browsers/caches.ts";
import { mayBeReused } from "../../src/http/caching.ts";
import type { HeaderLine } from "../../src/http/header-list.ts";
import { isRedirectStatus } from "../../src/http/statuses.ts";
import { BROWSERS } from "./driven-browser.ts";

const FRESHNESS: readonly (readonly [what: string, HeaderLine[]])[] = [
  ["a lifetime", [["Cache-Control", "max-age=600"]]],
  ["when they last changed", [["Last-Modified", "Fri, 01 Jan 2010 00:00:00 GMT"]]],
  ["nothing", []],
];

// Without 206: no range was requested here, and Chromium stores partial responses only for range requests.
const STATUSES = [
  ...[200, 201, 203, 204, 205, 300, 301, 302, 303, 307, 308],
  ...[400, 401, 403, 404, 405, 410, 414, 429, 451, 500, 501, 503],
];

const WITHOUT_BODY = [204, 205];

describe.each(BROWSERS)("%s's cache gives out again", (_product, use) => {
  const browser = use();

  it.each(FRESHNESS)(
    "of responses that tell %s, those of the statuses that we know",
    async (what, given) => {
      const { lab, page, engine } = browser;
      const name = what.replaceAll(" ", "-");
      const allowed: HeaderLine = ["Access-Control-Allow-Origin", "*"];
      lab.respond(`${name}-end`, { response: { headers: [allowed], body: "" } });
      const target: HeaderLine = ["Location", lab.url("apiA", `${name}-end`)];
      const urls = STATUSES.map((status) => {
        const headers = [allowed, ...given, ...(isRedirectStatus(status) ? [target] : [])];
        const body = WITHOUT_BODY.includes(status) ? {} : { body: "x" };
        lab.respond(`${name}-${status}`, { response: { status, headers, ...body } });
        return lab.url("apiA", `${name}-${status}`);
      });
      await page.evaluate(async (all) => {
        for (const url of [...all, ...all]) await (await fetch(url)).text();
      }, urls);

      const arrived = (status: number) =>
        lab.requests.filter(({ target }) => target.endsWith(`/${name}-${status}`)).length;
      const known = STATUSES.filter((status) =>
        mayBeReused({ status, headers: given }, Date.now(), CACHES[engine]),
      );
      expect(STATUSES.filter((status) => arrived(status) === 1)).toEqual(known);
      expect(STATUSES.filter((status) => arrived(status) > 2)).toEqual([]);
    },
  );
});
