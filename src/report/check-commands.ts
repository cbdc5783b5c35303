import type { Policy } from "../policy/policy.ts";
import { respond } from "../policy/respond.ts";
import { say } from "../words/words.ts";
import { curlForPreflight, curlForRequest } from "./curl.ts";
import { inBash } from "./curl-shells.ts";
import type { Shareable } from "./redact.ts";
import { ours, type Shown, shown } from "./shown.ts";

/** Replaces the URL if none was recorded. */
const ANY_URL = "https://api.example/path";

/** Curl commands that check a server against the policy by a recorded exchange, with the expected lines. */
export function checkRecorded(shared: Shareable, policy: Policy): Shown[] {
  const { exchange, verdict } = shared;
  const origin = verdict.originPerHop[verdict.cause?.hop ?? 0] ?? verdict.initiatorOrigin;
  const preflight = curlForPreflight(shared);
  const status = exchange.hops[verdict.cause?.hop ?? 0]?.response?.status ?? null;
  return [
    ...(preflight === null
      ? []
      : [
          shown`# ${say("report_the_preflight")}`,
          preflight,
          ...expected(policy, origin, true, null),
          ours(""),
          shown`# ${say("report_the_request")}`,
        ]),
    curlForRequest(shared),
    ...expected(policy, origin, false, status),
  ];
}

/** The same for a policy alone: its first origin, method and headers, and a placeholder URL. */
export function checkPolicy(policy: Policy): Shown[] {
  const origin = policy.origins === "*" ? "https://app.example" : (policy.origins[0] ?? "null");
  const method = policy.methods.find((one) => !/^(?:GET|HEAD|POST)$/.test(one));
  const names = policy.requestHeaders.join(",");
  return [
    shown`# ${say("report_the_preflight")}`,
    inBash({
      method: "OPTIONS",
      url: ANY_URL,
      headers: [
        ["Origin", origin],
        ["Access-Control-Request-Method", method ?? policy.methods[0] ?? "GET"],
        ...(names === "" ? [] : [["Access-Control-Request-Headers", names] as const]),
      ],
      notes: [say("stack_check_address", ANY_URL)],
    }),
    ...expected(policy, origin, true, null),
    ours(""),
    shown`# ${say("report_the_request")}`,
    inBash({ method: "GET", url: ANY_URL, headers: [["Origin", origin]], notes: [] }),
    ...expected(policy, origin, false, null),
  ];
}

/** The expected lines, as shell comments. */
function expected(
  policy: Policy,
  origin: string,
  isPreflight: boolean,
  status: number | null,
): Shown[] {
  const lines = respond(policy, { origin, isPreflight });
  return [
    shown`# ${isPreflight ? say("stack_expect_preflight") : say("stack_expect_response")}`,
    ...lines.map(([name, value]) => shown`#   ${name}: ${inRemark(value)}`),
    ...(status !== null && status >= 400
      ? [shown`# ${say("stack_expect_error", String(status))}`]
      : []),
  ];
}

/**
 * A value for a shell comment: a line break would end the comment, and zsh executes comments unless it is set
 * to allow them.
 */
function inRemark(value: string): string {
  return value.replace(/[^\w ,:/.*+[\]-]/g, "\ufffd");
}
