import { parseArgs } from "node:util";
import { BrowserCaller } from "./browser-caller.ts";
import { findStacks } from "./find-stacks.ts";
import type { LabStack } from "./lab-stack.ts";
import { type Proof, proveOnWire } from "./prove.ts";
import { proveInBrowser } from "./prove-in-browser.ts";
import { type Provisioned, provision } from "./provision.ts";
import type { Upstreams } from "./running-server.ts";
import { type ProvenStack, writeTable } from "./table.ts";
import { startUpstreams } from "./upstream.ts";

/**
 * Proves stacks on their real servers: `--stack nginx` one of them, `--wire` without a browser,
 * `--table` writes docs/stacks.md.
 */
const { values: options } = parseArgs({
  options: {
    stack: { type: "string", multiple: true },
    wire: { type: "boolean", default: false },
    table: { type: "boolean", default: false },
  },
});

const upstreams = await startUpstreams();
const caller = options.wire ? null : await BrowserCaller.open();
const proven: ProvenStack[] = [];
try {
  for (const lab of await findStacks(options.stack)) {
    const one = await prove(lab, upstreams).catch(
      (error): ProvenStack => ({ id: lab.id, problem: String(error).slice(0, 600) }),
    );
    proven.push(one);
    console.log(inWords(one));
  }
} finally {
  await caller?.close();
  await upstreams.close();
}
if (options.table) await writeTable(proven);
process.exitCode = proven.every(isGood) ? 0 : 1;

async function prove(lab: LabStack, ports: Upstreams): Promise<ProvenStack> {
  const software: Provisioned = provision(lab.id, lab.software);
  const wire = await proveOnWire(lab, software.folder, ports);
  const browser =
    caller === null ? null : await proveInBrowser(lab, software.folder, ports, caller);
  return { id: lab.id, software, wire, browser };
}

function isGood(one: ProvenStack): boolean {
  return "wire" in one && [one.wire, one.browser].every((proof) => proof === null || holds(proof));
}

function holds({ failsWithout, named, rows }: Proof): boolean {
  return (
    failsWithout &&
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
    const counted = proof.rows.filter(({ outcome }) => outcome !== "not-applicable");
    const passed = counted.filter(({ outcome }) => outcome === "passed");
    lines.push(`  ${where}: ${passed.length} of ${counted.length}`);
    if (!proof.failsWithout) lines.push("    passes without CORS: this proves nothing");
    for (const [id, shown] of Object.entries(proof.named)) {
      if (shown[0] !== id) lines.push(`    ${id} is named as ${shown.join(", ") || "nothing"}`);
    }
    for (const { id, title, outcome, why } of proof.rows) {
      if (outcome === "failed") lines.push(`    ${id} ${title}: ${why}`);
    }
  }
  return lines.join("\n");
}
