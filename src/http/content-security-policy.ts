import parsePolicy from "content-security-policy-parser";
import { getAll, type HeaderList } from "./header-list.ts";

/** The directives of a policy by their names in lower case, each with its values. */
export type DirectiveSet = ReadonlyMap<string, readonly string[]>;

/**
 * The enforced policies of a response. A comma ends a policy, whether they stand in one line or in
 * several. Of one with other characters than ASCII in it the standard drops that directive, and
 * Chromium 156 the whole policy: so do we, as Firefox names what it refuses by itself.
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
