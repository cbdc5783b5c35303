import parsePolicy from "content-security-policy-parser";
import { getAll, type HeaderList } from "./header-list.ts";

/** A policy's directives by lower-case name, each with its values. */
export type DirectiveSet = ReadonlyMap<string, readonly string[]>;

/**
 * The enforced policies of a response, separated by commas within and across header lines. A non-ASCII
 * character makes the standard drop that directive, and Chromium 156 the whole policy. We do as Chromium
 * does, because Firefox itself names the policy that refused a request.
 * https://w3c.github.io/webappsec-csp/#parse-response-csp
 */
export function policiesOf(headers: HeaderList): readonly DirectiveSet[] {
  return getAll(headers, "Content-Security-Policy")
    .flatMap((line) => line.split(","))
    .filter((policy) => /^[\0-\x7f]*$/.test(policy))
    .map((policy) => parsePolicy(policy));
}

/**
 * Whether a policy gives the document of a response an opaque origin.
 * https://w3c.github.io/webappsec-csp/#directive-sandbox
 */
export function isSandboxed(headers: HeaderList): boolean {
  return policiesOf(headers).some((policy) => {
    const flags = policy.get("sandbox");
    return flags !== undefined && !flags.some((flag) => /^allow-same-origin$/i.test(flag));
  });
}
