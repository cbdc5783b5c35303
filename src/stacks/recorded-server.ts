import { parseUrl } from "../http/origin.ts";
import { policyFor } from "../policy/policies.ts";
import type { Policy, PolicyPart, ServerPolicy } from "../policy/policy.ts";
import type { Judged } from "../verdict/judged.ts";
import { stackById } from "./catalogue.ts";
import { changedByPage } from "./page-change.ts";
import { type Recognition, recognise } from "./recognise.ts";
import { hopAtFault, wentTo } from "./server-at-fault.ts";
import type { Stack } from "./stack.ts";

/** What a recording says of the server at which an exchange was stopped. */
export interface RecordedServer {
  /** Its origin. */
  readonly server: string;
  readonly recognition: Recognition;
  /** The stack that is recognised surely enough to be shown unasked. */
  readonly stack: Stack | null;
}

/** The server at which an exchange was stopped, and what it runs, as far as that shows. Pure. */
export function serverOf(judged: Judged): RecordedServer {
  const recognition = recognise(judged.exchange);
  return { server: hopAtFault(judged).origin, recognition, stack: sureStack(recognition) };
}

/** The first candidate, unless the layer may as well run another stack. */
function sureStack({ candidates: [first] }: Recognition): Stack | null {
  return first === undefined || first.certainty === "possible" ? null : stackById(first.stack);
}

/**
 * What a server must allow so that those of the exchanges pass that went to it, their pages being right.
 *
 * @param exposed the response headers of an exchange to expose besides those that are, lower-case.
 */
export function policyOfServer(
  judged: readonly Judged[],
  server: string,
  exposed?: (one: Judged) => readonly string[],
): { readonly policy: ServerPolicy | null; readonly count: number } {
  const own = judged.filter(({ exchange }) => wentTo(exchange, server));
  return { policy: policyFor(own, server, changedByPage, exposed), count: own.length };
}

/** The part of a policy that covers the path at which an exchange was stopped. */
export function partFor(judged: Judged, { parts }: ServerPolicy): PolicyPart {
  const path = pathOf(hopAtFault(judged).url);
  const found =
    parts.find(({ paths }) => paths?.includes(path)) ?? parts.find(({ paths }) => paths === null);
  return found ?? (parts[0] as PolicyPart);
}

/** Whether a server of the policy has anything to allow. */
export function allowsSomething({ origins, methods }: Policy): boolean {
  return origins.length > 0 && methods.length > 0;
}

function pathOf(url: string): string {
  return parseUrl(url)?.pathname ?? "/";
}
