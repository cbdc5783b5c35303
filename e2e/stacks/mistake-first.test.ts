import { expect, it } from "vitest";
import { sayMistake } from "../../src/explanation/stacks/mistakes.ts";
import { toMarkdown } from "../../src/report/markdown.ts";
import { share } from "../../src/report/redact.ts";
import { findStacks } from "./find-stacks.ts";
import { catalogued, record, snippetFor } from "./prove.ts";
import { provision } from "./provision.ts";
import { startUpstreams } from "./upstream.ts";

it("the report of a real server's responses names the mistake before the configuration", async () => {
  const upstreams = await startUpstreams();
  const labs = await findStacks(["express"]);
  for (const lab of labs) {
    const { folder } = provision(lab.id, lab.software);
    const stack = catalogued(lab.id);
    const first = stack.mistakes[0];
    const filling = lab.mistakes[first?.id ?? ""];
    if (first === undefined || filling === undefined) throw new Error(lab.id);
    const { judged } = await record(lab, folder, upstreams, filling(snippetFor(stack)));
    const text = toMarkdown(
      judged.map((one) => share(one, true)),
      {
        ...{ includeSecrets: true, dropped: 0, creatorVersion: "0.1.0" },
        browser: { name: "Chromium", version: "156" },
      },
    );
    const configured = text.indexOf(`- Configuration for ${stack.title}`);
    const said = text.indexOf(sayMistake(first).because);
    expect(said).toBeGreaterThan(-1);
    expect(said).toBeLessThan(configured);
  }
  await upstreams.close();
}, 60_000);
