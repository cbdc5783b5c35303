import { beforeAll, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { exchangeOf, tells } from "../chromium/setting.ts";
import type { Lab } from "../lab/lab.ts";

/** A page that makes calls, and the panel open for it. */
export interface Place {
  readonly lab: Lab;
  load(url: string): Promise<unknown>;
  fetch(url: string, init?: RequestInit): Promise<unknown>;
  exportHarWhen(complete: (har: CorsHar) => boolean): Promise<CorsHar>;
}

/** A call of the page, and the expected report on it. */
export interface Call {
  /** The title of its test. */
  readonly what: string;
  /** Sets up the response. */
  readonly serve: (lab: Lab) => Served;
  /** Makes the call; by default a fetch. */
  readonly make?: (called: string) => Promise<unknown>;
  /** The report, as for `toMatchObject`. */
  readonly wanted: object;
  /** Expects more, while the page is still open. */
  readonly also?: (har: CorsHar, url: string) => unknown;
}

export interface Served {
  readonly url: string;
  /** The URL that the page uses, if the report has another. */
  readonly called?: string;
  readonly init?: RequestInit;
  /** How often the call is made; default 1. */
  readonly times?: number;
}

/**
 * A test for each call. All are made in one page, one after the other, and have one report, as a panel and an
 * export cost far more than a call. A report that is never as expected fails the test of its own call.
 * @param page returns the page's URL.
 */
export function itReports(place: Place, page: (lab: Lab) => string, calls: readonly Call[]): void {
  const urls = new Map<Call, string>();
  let har: CorsHar;

  beforeAll(async () => {
    await place.load(page(place.lab));
    for (const call of calls) {
      const { url, called = url, init, times = 1 } = call.serve(place.lab);
      urls.set(call, url);
      const make = call.make ?? (() => place.fetch(called, init));
      for (let time = 0; time < times; time++) await make(called);
    }
    har = await place.exportHarWhen((one) =>
      calls.every((call) => tells(urls.get(call) as string, call.wanted)(one)),
    );
  });

  for (const call of calls) {
    it(call.what, async () => {
      const url = urls.get(call) as string;
      expect(exchangeOf(har, url)).toMatchObject(call.wanted);
      await call.also?.(har, url);
    });
  }
}
