import { findStacks } from "./find-stacks.ts";
import { proveOnWire } from "./prove.ts";
import { provision } from "./provision.ts";
import { startUpstreams } from "./upstream.ts";

const at = process.argv.indexOf("--stack");
const upstreams = await startUpstreams();
try {
  for (const lab of await findStacks(at === -1 ? undefined : process.argv[at + 1])) {
    const { folder, version, source } = provision(lab.id, lab.software);
    const proof = await proveOnWire(lab, folder, upstreams).catch((error) => String(error));
    if (typeof proof === "string") {
      console.log(`${lab.id}: ${proof}`);
      continue;
    }
    const passed = proof.rows.filter(({ outcome }) => outcome === "passed").length;
    const counted = proof.rows.filter(({ outcome }) => outcome !== "not-applicable").length;
    console.log(
      `${lab.id} (${version}, ${source}): ${passed}/${counted}; teeth ${proof.failsWithout}`,
    );
    for (const [id, named] of Object.entries(proof.named))
      console.log(`  ${id}: ${named.join(", ")}`);
    for (const { id, outcome, why } of proof.rows) {
      if (outcome === "failed") console.log(`  ${id}: ${why}`);
    }
  }
} finally {
  await upstreams.close();
}
