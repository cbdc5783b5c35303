import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BrowserCaller } from "./browser-caller.ts";
import { findStacks } from "./find-stacks.ts";
import { MATRIX, type RowResult } from "./matrix.ts";
import { type Proof, proveOnWire, proveOwn, wronglyNamed } from "./prove.ts";
import { proveInBrowser } from "./prove-in-browser.ts";
import { provision } from "./provision.ts";
import type { Upstreams } from "./running-server.ts";
import { startUpstreams } from "./upstream.ts";

// The stacks that need only npm; `npm run stacks` proves all, each in Chromium too.
const labs = await findStacks(["express", "fastify", "hono", "koa", "node"]);
/** A library's configuration, and one without a library. */
const IN_BROWSER = ["express", "node"];

let caller: BrowserCaller;
let upstreams: Upstreams & { close(): Promise<void> };
beforeAll(async () => {
  upstreams = await startUpstreams();
  caller = await BrowserCaller.open();
});
afterAll(async () => {
  await caller?.close();
  await upstreams?.close();
});

const failures = (rows: readonly RowResult[]) => rows.filter(({ outcome }) => outcome === "failed");

function expectProven({
  id: stack,
  failsWithout,
  recognised,
  named,
  accused,
  rows,
  paths,
}: Proof): void {
  expect(failsWithout).toBe(true);
  expect(paths).toBeNull();
  expect(accused).toEqual([]);
  expect(wronglyNamed(stack, recognised)).toEqual([]);
  for (const [id, shown] of Object.entries(named)) expect(shown).toContain(id);
  expect(failures(rows)).toEqual([]);
  expect(rows.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(20);
}

it("the matrix has calls that fail in Chromium if cached responses lack Vary: Origin", async () => {
  const server = createServer(({ headers: { origin } }, response) => {
    const allow = origin === undefined ? {} : { "Access-Control-Allow-Origin": origin };
    response.writeHead(200, { "Cache-Control": "max-age=60", ...allow }).end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  caller.leadTo("stored", (server.address() as AddressInfo).port);
  const wrong: (string | null)[] = [];
  for (const { id, run } of MATRIX) {
    if (id === 23 || id === 24) wrong.push(await run(caller, { isProxy: false }));
  }
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  expect(wrong).toEqual([
    expect.stringMatching(/^GET \/cached\?image: not readable/),
    expect.stringMatching(/^GET \/cached\?both: not readable/),
  ]);
});

describe.each(labs)("the snippet for $id", (lab) => {
  it("passes every row of the matrix, and each classic mistake is recognised", async () => {
    const { folder } = provision(lab.id, lab.software);
    expectProven(await proveOnWire(lab, folder, upstreams));
    if (!IN_BROWSER.includes(lab.id)) return;
    expectProven(await proveInBrowser(lab, folder, upstreams, caller));
  }, 150_000);
});

it("the matrix skips rows with credentials for a user's own configuration that sends *", async () => {
  const lab = labs.find(({ id }) => id === "express");
  if (lab === undefined) throw new Error("express");
  const { folder } = provision(lab.id, lab.software);
  const text = 'app.use((await import("cors")).default({ exposedHeaders: ["x-total"] }));';
  const { wire } = await proveOwn(lab, folder, upstreams, { text, place: "first" }, null);
  expect(failures(wire)).toEqual([]);
  const ids = wire.filter(({ outcome }) => outcome === "not-applicable").map(({ id }) => id);
  expect(ids).toEqual([7, 14, 15, 19, 20, 21]);
});
