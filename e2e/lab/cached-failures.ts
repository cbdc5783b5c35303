import { expect } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import type { DrivenPage, DrivenPanel } from "../both/driven-browser.ts";
import { exchangeOf } from "../chromium/setting.ts";
import type { Lab } from "./lab.ts";

type Lines = readonly (readonly [string, string])[];

const HOUR = 3_600_000;
const at = (offset: number) => new Date(Date.now() + offset).toUTCString();

/** Headers that let a cache store a response, or forbid it. */
const KEEPING: Readonly<Record<string, Lines>> = {
  "max-age": [["Cache-Control", "max-age=3600"]],
  immutable: [["Cache-Control", "public, max-age=3600, immutable"]],
  Expires: [["Expires", at(HOUR)]],
  "a guess by Last-Modified": [["Last-Modified", at(-1_000 * HOUR)]],
  "an ETag": [
    ["Cache-Control", "max-age=3600"],
    ["ETag", '"1"'],
  ],
  "Vary: Origin": [
    ["Cache-Control", "max-age=3600"],
    ["Vary", "Origin"],
  ],
  "no-store": [["Cache-Control", "no-store"]],
};

/** The CORS fault of the response; null if there is none. */
const FAILURES: Readonly<Record<string, { lines: Lines; init?: RequestInit } | null>> = {
  "no header": { lines: [] },
  "another origin": { lines: [["Access-Control-Allow-Origin", "https://other.test"]] },
  "what is no origin": { lines: [["Access-Control-Allow-Origin", "app.test"]] },
  "* with credentials": {
    lines: [
      ["Access-Control-Allow-Origin", "*"],
      ["Access-Control-Allow-Credentials", "true"],
    ],
    init: { credentials: "include" },
  },
  nothing: null,
};

/**
 * Has a page fetch blocked responses, fixes half of them on the server, loads the page again and repeats
 * the fetches. Responses that the server did not send again came from the cache; only those may be reported
 * as cached.
 * @param how how the user loads the page again: by the reload key, or by the URL.
 * @param panel the panel of the page.
 * @returns how many responses came from the cache.
 */
export async function expectCacheNamed(
  lab: Lab,
  how: "reload" | "address",
  page: DrivenPage,
  panel: DrivenPanel,
): Promise<number> {
  const all = Object.entries(KEEPING).flatMap(([keeping, kept], k) =>
    Object.entries(FAILURES).map(([failure, wrong], f) => {
      const id = `again-${how}-${k}-${f}`;
      const right: Lines = [["Access-Control-Allow-Origin", lab.origins.page]];
      lab.respond(id, { response: { headers: [...kept, ...(wrong?.lines ?? right)] } });
      const mend = () => {
        const credentials = ["Access-Control-Allow-Credentials", "true"] as const;
        lab.respond(id, { response: { headers: [...kept, ...right, credentials] } });
      };
      const url = lab.url("cdn", id);
      const name = `${failure}, ${keeping}`;
      return { name, url, wrong, isMended: (k + f) % 2 === 0, mend, init: wrong?.init ?? {} };
    }),
  );
  const countOf = ({ url }: { url: string }) =>
    lab.requests.filter(({ target }) => url.endsWith(target)).length;
  const fetchAll = async () => {
    for (const { url, init } of all) await page.fetch(url, init);
    const isOver = (har: CorsHar) =>
      all.every(
        ({ url }) => !["pending", "unknown"].includes(exchangeOf(har, url)?.outcome ?? "pending"),
      );
    const har = await panel.exportHarWhen(isOver);
    return all.map(({ url }) => exchangeOf(har, url));
  };
  const first = await fetchAll();
  const requested = all.map(countOf);
  for (const { isMended, mend } of all) if (isMended) mend();
  await (how === "reload" ? page.reload() : page.goto(`${lab.origins.page}/blank`));
  const second = await fetchAll();
  let stored = 0;
  for (const [index, one] of all.entries()) {
    const isStored = countOf(one) === requested[index];
    if (isStored) stored++;
    const [before, after] = [first[index], second[index]];
    const isWrong = one.wrong !== null && (isStored || !one.isMended);
    const notes = after?.findings.map(({ code }) => code) ?? [];
    expect
      .soft([one.name, isStored, after?.outcome, after?.cause?.code, notes], one.name)
      .toEqual([
        one.name,
        isStored,
        isWrong ? "blocked" : "allowed",
        isWrong ? before?.cause?.code : undefined,
        isWrong && isStored
          ? expect.arrayContaining([before?.cause?.code, "response-from-cache"])
          : expect.not.arrayContaining(["response-from-cache"]),
      ]);
    expect.soft(notes, one.name).not.toContain("cached-for-another-request");
    if (one.wrong !== null) expect.soft(before?.outcome, one.name).toBe("blocked");
  }
  return stored;
}
