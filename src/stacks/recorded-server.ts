import { parseUrl } from "../http/origin.ts";
import { policyFor } from "../policy/policies.ts";
import type { Policy, PolicyPart, ServerPolicy } from "../policy/policy.ts";
import type { Judged } from "../verdict/judged.ts";
import { stackById } from "./catalogue.ts";
import { changedByPage } from "./page-change.ts";
import { type Recognition, recognise } from "./recognise.ts";
import { hopAtFault, wentTo } from "./server-at-fault.ts";
import type { Stack } from "./stack.ts";

/** The server at which an exchange was stopped, as far as a recording shows. */
export interface RecordedServer {
  /** The server's origin. */
  readonly server: string;
  readonly recognition: Recognition;
  /** The stack, if recognised with enough certainty to be shown without a choice by the user. */
  readonly stack: Stack | null;
}

/** The server at which an exchange was stopped, with the stack that its responses indicate. Pure. */
export function serverOf(judged: Judged): RecordedServer {
  const recognition = recognise(judged.exchange);
  return { server: hopAtFault(judged).origin, recognition, stack: sureStack(recognition) };
}

/** The first candidate, unless the layer may run another stack. */
function sureStack({ candidates: [first] }: Recognition): Stack | null {
  return first === undefined || first.certainty === "possible" ? null : stackById(first.stack);
}

/**
 * The policy that a server needs so that the exchanges with it pass, once their pages are fixed.
 *
 * @param exposed the response headers of an exchange to expose in addition, lower-case.
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

/** Whether the policy allows any request. */
export function allowsSomething({ origins, methods }: Policy): boolean {
  return origins.length > 0 && methods.length > 0;
}

function pathOf(url: string): string {
  return parseUrl(url)?.pathname ?? "/";
}
