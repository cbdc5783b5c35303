import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import { firstHop } from "../exchange/exchange.ts";
import { ownLine } from "../exchange/stack-frames.ts";
import type { UnsafeReason } from "../http/safelist.ts";
import { type Responders, whoResponded } from "../stacks/recognise.ts";
import type { PreflightReason, Verdict } from "../verdict/verdict.ts";
import type { Shareable } from "./redact.ts";

/** One exchange in the report format, under `log._cors.exchanges`. */
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
  /** As the page requested it, before any redirect. */
  readonly url: string;
  readonly method: string;
  /** The alternative causes; only if `certainty` is "ambiguous". */
  readonly alternatives?: Verdict["alternatives"];
  /** The line of a script or of the markup that made the call, as "URL:line:column"; if known. */
  readonly calledFrom?: string;
  /** The causes behind the verdict, the root cause first. */
  readonly diagnosis: Diagnosis;
  /** The software that responded, as far as it is recognised. */
  readonly stack: Responders;
  /** Whether trial header rules of ours were active during the request. */
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

/** A preflight reason in the report format: "method PUT", "header x-custom". */
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
