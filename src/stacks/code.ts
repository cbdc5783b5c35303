import type { SafePolicy } from "./safe-policy.ts";

/** Lists, strings and headers in the syntax of configurations, from the plain values of a SafePolicy. */

/** A response header of a policy whose value is the same for every allowed origin. */
export interface PolicyHeader {
  readonly name: string;
  readonly value: string;
  /** Whether only preflight responses need it. */
  readonly isForPreflight: boolean;
}

/**
 * The headers besides Access-Control-Allow-Origin and Vary, for stacks that write them by hand or only have a
 * list of headers. Headers without a value are omitted.
 */
export function corsHeaders(policy: SafePolicy): PolicyHeader[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = policy;
  const preflight = { isForPreflight: true };
  const every = { isForPreflight: false };
  const all: readonly PolicyHeader[] = [
    { name: "Access-Control-Allow-Credentials", value: credentials ? "true" : "", ...every },
    { name: "Access-Control-Allow-Methods", value: methods.join(", "), ...preflight },
    { name: "Access-Control-Allow-Headers", value: requestHeaders.join(", "), ...preflight },
    { name: "Access-Control-Expose-Headers", value: exposedHeaders.join(", "), ...every },
    { name: "Access-Control-Max-Age", value: maxAge === null ? "" : `${maxAge}`, ...preflight },
  ];
  return all.filter(({ value }) => value !== "");
}

/** A header's value where lists need quotes: `true` and numbers remain unquoted. */
export function quotedList(value: string): string {
  return /^(?:true|\d+)$/.test(value) ? value : `"${value}"`;
}

/** `["a", "b"]`: JavaScript, Python, Ruby, PHP, Rust, JSON. */
export function list(values: readonly string[]): string {
  return `[${strings(values)}]`;
}

/** `"a", "b"`: arguments, and the inside of a list. */
export function strings(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}

/** A regular expression that matches only this origin. */
export function pattern(origin: string): string {
  return origin.replace(/[.+[\]]/g, "\\$&");
}

/** Joins the lines; false, null and undefined omit one. */
export function lines(...all: readonly (string | false | null | undefined)[]): string {
  return all.filter((line) => typeof line === "string").join("\n");
}

/** Indents each line. */
export function indent(code: string, by: string): string {
  return code.replace(/^(?=.)/gm, by);
}
