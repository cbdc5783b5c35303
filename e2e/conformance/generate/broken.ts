import fc from "fast-check";
import type { Broken, HopPlan, ResponsePlan, Scenario } from "../scenario.ts";

const kinds = fc.constantFrom<Broken>(
  "garbage",
  "bare-text",
  "other-protocol",
  "half-status-line",
  "half-head",
  "half-allow-origin",
  "nul-in-head",
  "line-without-colon",
  "space-before-colon",
  "folded-lines",
  "long-head",
  "two-lengths",
  "two-locations",
  "after-early-hints",
  "half-body",
  "bad-chunk",
  "half-chunk",
  "not-compressed",
);

/** A scenario with one response that is invalid or incomplete HTTP. */
export function withBroken<S extends Omit<Scenario, "seed">>(
  scenarios: fc.Arbitrary<S>,
): fc.Arbitrary<S> {
  return fc
    .record({
      scenario: scenarios,
      kind: kinds,
      which: fc.constantFrom<"preflight" | "response">("preflight", "response", "response"),
      at: fc.nat(),
    })
    .map(({ scenario, kind, which, at }) => {
      const { hops } = scenario;
      const changed = at % hops.length;
      const broken = (plan: ResponsePlan): ResponsePlan =>
        typeof plan === "string" ? plan : { ...plan, broken: kind };
      return {
        ...scenario,
        hops: hops.map(
          (hop, index): HopPlan =>
            index === changed ? { ...hop, [which]: broken(hop[which]) } : hop,
        ),
      };
    });
}
