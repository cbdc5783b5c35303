import type { RuleId } from "../../src/verdict/rules/rule-id.ts";

/** The lab case whose verdict comes from a rule, in these browsers. */
interface Shown {
  readonly case: string;
  readonly in: readonly ("chromium" | "firefox")[];
  /** The rule that may decide instead, if a race within the browser decides. */
  readonly or?: RuleId;
}

/**
 * Every rule of the decision: the lab case that ends in it, or why the demo page has none. The tests of the
 * cases in either browser check the report against it.
 */
export const RULE_SHOWN: Readonly<Record<RuleId, Shown | string>> = {
  "orphan-preflight": "The recording would have to start between a preflight and its request.",
  "part-missed": "The worker would have to die during the request: src/background/death.test.ts.",
  "frame-shown": { case: "frame-shown", in: ["chromium"] },
  "frame-refused": { case: "frame-refused", in: ["chromium"] },
  "page-gave-up": { case: "aborted", in: ["chromium", "firefox"] },
  "opaque-redirect": { case: "opaque-redirect", in: ["chromium", "firefox"] },
  "redirect-to-unreported-scheme": { case: "redirect-to-app", in: ["chromium"] },
  "redirect-stopped-in-renderer": { case: "redirect-as-error", in: ["chromium"] },
  "gecko-redirect-not-followed": { case: "redirect-as-error", in: ["firefox"] },
  pending:
    "A pending request never ends, and the cases wait for an end: e2e/chromium/look-alikes.test.ts.",
  "never-sent": { case: "forbidden-method", in: ["chromium", "firefox"] },
  "service-worker": { case: "service-worker-fails", in: ["chromium", "firefox"] },
  "never-sent-unexplained": "Another extension would have to block the request.",
  "chromium-aborted": { case: "aborted-in-worker", in: ["chromium"] },
  "chromium-named-error": { case: "connection-refused", in: ["chromium"] },
  "gecko-named-error": { case: "connection-refused", in: ["firefox"] },
  "response-without-request": { case: "service-worker-responds", in: ["chromium", "firefox"] },
  "websocket-refused": { case: "websocket-refused", in: ["chromium", "firefox"] },
  "passed-against-the-rules":
    "The browser would have to run without enforcing CORS: e2e/chromium/look-alikes.test.ts.",
  "failed-before-response": "All servers of the demo are local: e2e/chromium/look-alikes.test.ts.",
  // The error depends on which end of the response's pipe Chromium sees closed first.
  "aborted-after-response": { case: "aborted-at-body", in: ["chromium"], or: "chromium-aborted" },
  "no-hypothesis-fits": "We can explain every request that we know how to make.",
  "rejected-after-pass": { case: "integrity-of-fetch", in: ["chromium", "firefox"] },
  "element-hash-mismatch": { case: "integrity", in: ["chromium", "firefox"] },
  "unreadable-after-pass":
    "Only a font or a worker in Firefox could show this, and we know of none.",
  "by-hypotheses": { case: "never-configured", in: ["chromium", "firefox"] },
};

/** The rules with a case in this browser, each with its case and the rules that it may end in. */
export function rulesShownIn(
  browser: "chromium" | "firefox",
): readonly (readonly [RuleId, string, readonly RuleId[]])[] {
  return (Object.entries(RULE_SHOWN) as [RuleId, Shown | string][]).flatMap(([rule, shown]) =>
    typeof shown !== "string" && shown.in.includes(browser)
      ? [[rule, shown.case, shown.or ? [rule, shown.or] : [rule]] as const]
      : [],
  );
}
