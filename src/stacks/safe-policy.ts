import type { Policy, PolicyPart } from "../policy/policy.ts";

declare const CHECKED: unique symbol;

/**
 * A policy whose values are plain in every configuration language: letters, digits and a few characters
 * without a meaning in any of them. Origins and header names come from the network. Only these values may
 * reach a snippet, and only `safePolicy` creates them.
 */
export interface SafePolicy {
  readonly [CHECKED]: true;
  /** Not empty. */
  readonly origins: readonly string[] | "*";
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly credentials: boolean;
  readonly exposedHeaders: readonly string[];
  readonly maxAge: number | null;
}

/** A value that no snippet contains, because it could end a string or have a meaning in a configuration. */
export interface RefusedValue {
  readonly what: "origin" | "method" | "header" | "path";
  readonly value: string;
}

/** An origin as browsers serialise it: a scheme, a host without escapes, a port. */
const ORIGIN =
  /^[a-z][a-z0-9+-]*:\/\/(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
/** Tokens without characters that shells or templates read. https://httpwg.org/specs/rfc9110.html#tokens */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/;

/**
 * The policy for a snippet, with the values that were refused.
 *
 * @returns a null policy where no origin remains.
 */
export function safePolicy(policy: Policy): {
  readonly policy: SafePolicy | null;
  readonly refused: readonly RefusedValue[];
} {
  const refused: RefusedValue[] = [];
  const keep = (what: RefusedValue["what"], pattern: RegExp, values: readonly string[]) =>
    values.filter((value) => {
      const isPlain = value.length <= 256 && pattern.test(value);
      if (!isPlain) refused.push({ what, value });
      return isPlain;
    });
  const origins = policy.origins === "*" ? "*" : keep("origin", ORIGIN, policy.origins);
  const { maxAge } = policy;
  const values = {
    origins,
    methods: keep("method", NAME, policy.methods),
    requestHeaders: keep("header", NAME, policy.requestHeaders),
    credentials: policy.credentials,
    exposedHeaders: keep("header", NAME, policy.exposedHeaders),
    maxAge: maxAge !== null && Number.isSafeInteger(maxAge) && maxAge >= 0 ? maxAge : null,
  };
  if (origins.length === 0) return { policy: null, refused };
  return { policy: values as Omit<SafePolicy, typeof CHECKED> as SafePolicy, refused };
}

/** The policy of some paths, with plain values only. */
export interface SafePart {
  /** Not empty; each with a leading slash, without a query. */
  readonly paths: readonly string[];
  readonly policy: SafePolicy;
}

/** A path of letters, digits and characters that no configuration interprets, without "." or "..". */
const PATH = /^(?!.*\/\.{1,2}(?:\/|$))\/(?:[A-Za-z0-9._~-]+\/?)*$/;

/** The parts for one common configuration, with the values that were refused. */
export function safeParts(parts: readonly PolicyPart[]): {
  readonly parts: readonly SafePart[];
  readonly refused: readonly RefusedValue[];
} {
  const safe: SafePart[] = [];
  const refused: RefusedValue[] = [];
  for (const part of parts) {
    const { policy, refused: values } = safePolicy(part.policy);
    refused.push(...values);
    const paths = (part.paths ?? []).filter((path) => {
      const isPlain = path.length <= 256 && PATH.test(path);
      if (!isPlain) refused.push({ what: "path", value: path });
      return isPlain;
    });
    if (policy !== null && paths.length > 0) safe.push({ paths, policy });
  }
  return { parts: safe, refused };
}
