import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Place } from "../../src/stacks/stack.ts";
import { BrowserCaller } from "./browser-caller.ts";
import type { Protocol } from "./caller.ts";
import { findStacks } from "./find-stacks.ts";
import type { LabStack } from "./lab-stack.ts";
import type { RowResult } from "./matrix.ts";
import { type Proof, proveOnWire, proveOwn, wronglyNamed } from "./prove.ts";
import { proveInBrowser } from "./prove-in-browser.ts";
import { proveLayers } from "./prove-layers.ts";
import { type Provisioned, provision } from "./provision.ts";
import type { Upstreams } from "./running-server.ts";
import { type ProvenStack, writeParsedTable, writeTable } from "./table.ts";
import { startUpstreams } from "./upstream.ts";

/**
 * Proves stacks on their real servers.
 * - `--stack nginx`: only this one.
 * - `--wire`: without a browser.
 * - `--table`: writes docs/stacks.md; `--parsed`: only its table of stacks that cannot be run.
 * - `--http2`: the stacks that can, over HTTP/2.
 * - `--layers`: applications behind nginx behind Varnish must be recognised.
 * - `--config FILE --stack nginx`: runs the matrix against the user's own file; with `--place server`,
 *   against our server with the file's text in that place.
 */
const { values: options } = parseArgs({
  options: {
    stack: { type: "string", multiple: true },
    wire: { type: "boolean", default: false },
    table: { type: "boolean", default: false },
    parsed: { type: "boolean", default: false },
    layers: { type: "boolean", default: false },
    http2: { type: "boolean", default: false },
    config: { type: "string" },
    place: { type: "string" },
  },
});

if (options.parsed) process.exit((await writeParsedTable()) ? 0 : 1);

const protocol: Protocol = options.http2 ? "http2" : "http1";
const upstreams = await startUpstreams();
if (options.layers) process.exit((await layered()) ? 0 : 1);
const caller = options.wire ? null : await BrowserCaller.open();
try {
  const found = await findStacks(options.stack);
  const labs = options.http2 ? found.filter(({ speaksHttp2 }) => speaksHttp2 === true) : found;
  const isGood = options.config === undefined ? await all(labs) : await own(labs, options.config);
  process.exitCode = isGood ? 0 : 1;
} finally {
  await caller?.close();
  await upstreams.close();
}

async function layered(): Promise<boolean> {
  let isGood = true;
  for await (const { id, fronts, named, calls, wrong } of proveLayers(upstreams, options.stack)) {
    if (wrong.length > 0) isGood = false;
    const counts = Object.entries(named).map(([layer, count]) => `${layer} ${count}`);
    const line = `${id} behind ${fronts.join(" behind ")}: of ${calls} calls ${counts.join(", ")}`;
    console.log(`${wrong.length === 0 ? "✓" : "✗"} ${line}`);
    if (wrong.length > 0) console.log(`  wrongly recognised: ${wrong.join(", ")}`);
  }
  await upstreams.close();
  return isGood;
}

async function all(labs: readonly LabStack[]): Promise<boolean> {
  const proven: ProvenStack[] = [];
  for (const lab of labs) {
    const one = await prove(lab, upstreams).catch(
      (error): ProvenStack => ({ id: lab.id, problem: String(error).slice(0, 600) }),
    );
    proven.push(one);
    console.log(inWords(one));
  }
  if (!options.table) return proven.every(isGood);
  await writeTable(proven, protocol);
  return (await writeParsedTable()) && proven.every(isGood);
}

async function own(labs: readonly LabStack[], file: string): Promise<boolean> {
  const [lab, ...others] = labs;
  if (lab === undefined || others.length > 0)
    throw new Error("Name one stack, for example --stack nginx.");
  const place = (options.place ?? null) as Place | null;
  const text = await readFile(file, "utf8");
  const { folder, version } = provision(lab.id, lab.software);
  const browser =
    caller === null
      ? null
      : { caller, leadTo: (name: string, port: number) => caller.leadTo(name, port) };
  const rows = await proveOwn(lab, folder, upstreams, { text, place }, browser);
  console.log(`${lab.id} (${version}), as ${file} configures it`);
  for (const [where, results] of [
    ["on the wire", rows.wire],
    ["in Chromium", rows.browser],
  ] as const) {
    if (results === null) continue;
    console.log(`  ${where}: ${counted(results)}`);
    for (const { id, title, outcome, why } of results) {
      if (outcome === "failed") console.log(`    ${id} ${title}: ${why}`);
    }
  }
  return [...rows.wire, ...(rows.browser ?? [])].every(({ outcome }) => outcome !== "failed");
}

function counted(rows: readonly RowResult[]): string {
  const all = rows.filter(({ outcome }) => outcome !== "not-applicable");
  return `${all.filter(({ outcome }) => outcome === "passed").length} of ${all.length}`;
}

async function prove(lab: LabStack, ports: Upstreams): Promise<ProvenStack> {
  const software: Provisioned = provision(lab.id, lab.software);
  const wire = await proveOnWire(lab, software.folder, ports, protocol);
  const browser =
    caller === null ? null : await proveInBrowser(lab, software.folder, ports, caller, protocol);
  return { id: lab.id, software, wire, browser };
}

function isGood(one: ProvenStack): boolean {
  return "wire" in one && [one.wire, one.browser].every((proof) => proof === null || holds(proof));
}

function holds({
  id: stack,
  failsWithout,
  recognised,
  named,
  accused,
  rows,
  paths,
}: Proof): boolean {
  return (
    failsWithout &&
    paths === null &&
    accused.length === 0 &&
    wronglyNamed(stack, recognised).length === 0 &&
    Object.entries(named).every(([id, shown]) => shown.includes(id)) &&
    rows.every(({ outcome }) => outcome !== "failed")
  );
}

function inWords(one: ProvenStack): string {
  if ("problem" in one) return `✗ ${one.id}: ${one.problem}`;
  const lines = [`${isGood(one) ? "✓" : "✗"} ${one.id} (${one.software.version})`];
  for (const [where, proof] of [
    ["wire", one.wire],
    ["Chromium", one.browser],
  ] as const) {
    if (proof === null) continue;
    lines.push(`  ${where}: ${counted(proof.rows)}`);
    if (!proof.failsWithout)
      lines.push("    the first call passes without CORS, so the other results prove nothing");
    if (proof.paths !== null) lines.push(`    separate policies for paths: ${proof.paths}`);
    for (const layer of wronglyNamed(one.id, proof.recognised)) {
      lines.push(`    recognised as ${layer}`);
    }
    for (const mistake of proof.accused)
      lines.push(`    reported a mistake that the server does not make: ${mistake}`);
    for (const [id, shown] of Object.entries(proof.named)) {
      if (shown[0] !== id)
        lines.push(`    mistake ${id} is reported as ${shown.join(", ") || "nothing"}`);
    }
    for (const { id, title, outcome, why } of proof.rows) {
      if (outcome === "failed") lines.push(`    ${id} ${title}: ${why}`);
    }
  }
  return lines.join("\n");
}
