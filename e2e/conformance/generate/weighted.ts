import fc from "fast-check";

/** One of the values, with a frequency by weight. */
export function weighted<T>(choices: readonly (readonly [weight: number, value: T])[]) {
  return fc.oneof(
    ...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })),
  ) as fc.Arbitrary<T>;
}

/** The property, or none if the value is undefined. */
export function maybe<K extends string, V>(
  name: K,
  value: V | undefined,
): { readonly [name in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [name in K]: V });
}
