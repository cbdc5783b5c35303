import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import { firstHop } from "../exchange/exchange.ts";
import { ownLine } from "../exchange/stack-frames.ts";
import type { UnsafeReason } from "../http/safelist.ts";
import { type Responders, whoResponded } from "../stacks/recognise.ts";
import type { PreflightReason, Verdict } from "../verdict/verdict.ts";
import type { Shareable } from "./redact.ts";

/** One exchange as the report contract has it, under `log._cors.exchanges`. */
export interface ReportedExchange
  extends Pick<
    Verdict,
    | "initiatorOrigin"
    | "destination"
    | "mode"
    | "credentials"
    | "outcome"
    | "outcomeBasis"
    | "rule"
    | "cause"
    | "certainty"
    | "lanes"
    | "findings"
    | "reachedServer"
    | "exposedHeaders"
    | "remedy"
  > {
  readonly preflight: Omit<Verdict["preflight"], "because"> & {
    readonly because: readonly string[];
  };
  /** Unique in the report. */
  readonly id: string;
  /** As the page requested, before any redirect. */
  readonly url: string;
  readonly method: string;
  /** The other readings; only when `certainty` is "ambiguous". */
  readonly alternatives?: Verdict["alternatives"];
  /** The line of a script or of the markup that made the call, as "URL:line:column"; where known. */
  readonly calledFrom?: string;
  /** The causes behind the verdict, the deepest first. */
  readonly diagnosis: Diagnosis;
  /** Who responded, as far as that shows. */
  readonly stack: Responders;
  /** Whether header rules of ours were on when it was made. */
  readonly trial: boolean;
  /** Indexes into `log.entries`, in wire order. */
  readonly entries: readonly number[];
}

/**
 * The exchange as JSON for the report.
 *
 * @param entries indexes of its messages in `log.entries`, in wire order.
 */
export function reportExchange(
  { exchange, verdict, diagnosis }: Shareable,
  entries: readonly number[],
): ReportedExchange {
  const { url, method } = firstHop(exchange);
  const from = ownLine(exchange);
  return {
    id: exchange.id,
    url,
    method,
    initiatorOrigin: verdict.initiatorOrigin,
    destination: verdict.destination,
    mode: verdict.mode,
    credentials: verdict.credentials,
    outcome: verdict.outcome,
    outcomeBasis: verdict.outcomeBasis,
    rule: verdict.rule,
    cause: verdict.cause,
    certainty: verdict.certainty,
    ...(verdict.certainty === "ambiguous" ? { alternatives: verdict.alternatives } : {}),
    lanes: verdict.lanes,
    findings: verdict.findings,
    preflight: {
      needed: verdict.preflight.needed,
      because: verdict.preflight.because.map(textOf),
      seen: verdict.preflight.seen,
    },
    reachedServer: verdict.reachedServer,
    exposedHeaders: verdict.exposedHeaders,
    remedy: verdict.remedy,
    ...(from === null ? {} : { calledFrom: `${from.url}:${from.line}:${from.column}` }),
    diagnosis,
    stack: whoResponded(exchange),
    trial: exchange.trial === true,
    entries,
  };
}

/** A reason for a preflight as the report contract has it: "method PUT", "header x-custom". */
function textOf(reason: PreflightReason): string {
  switch (reason.kind) {
    case "method":
      return `method ${reason.name}`;
    case "header":
      return `header ${reason.name}${SUFFIX[reason.unsafe]}`;
    case "upload":
      return "upload listener or stream body";
  }
}

const SUFFIX: Readonly<Record<UnsafeReason, string>> = {
  name: "",
  value: " (its value)",
  "too-long": " (longer than 128 bytes)",
  "total-too-long": " (all values together longer than 1024 bytes)",
};
