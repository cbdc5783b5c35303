/** A call that throws before its request, for one reason or for two: then the first counts. */
export interface ThrownCall {
  readonly name: string;
  /** The options, as source text. */
  readonly init: string;
  readonly code: "invalid-call" | "no-cors-method-not-safelisted" | "forbidden-method";
}

/** The browsers' error text for a call with an invalid method. */
export const BLAMES_METHOD = /HTTP method|no-cors mode|request method/;

const METHODS = [
  [`method: "PUT", mode: "no-cors"`, "no-cors-method-not-safelisted"],
  [`method: "TRACE"`, "forbidden-method"],
] as const;

/** Options that the standard's constructor rejects before the method, regardless of their position. */
const REFUSED_FIRST = [
  `headers: { "X-A": "\\u2603" }`,
  `headers: { get "X-A"() { throw new RangeError(); } }`,
  `cache: "always"`,
  `credentials: "sometimes"`,
  `redirect: "maybe"`,
  `referrerPolicy: "none"`,
  `referrer: "https://:"`,
  `signal: {}`,
  `get signal() { throw new RangeError(); }`,
  `mode: "navigate"`,
  `priority: "urgent"`,
  `cache: Symbol()`,
  `redirect: Symbol()`,
  `signal: Symbol()`,
  `headers: Symbol()`,
];

/** Options that are rejected after the method, or not at all. */
const REFUSED_LATER = [
  `headers: [["X-A"]]`,
  `headers: { "X A": "1" }`,
  `headers: { "X-A": "1" }`,
  `signal: null`,
  `referrer: ""`,
  `window: null`,
  `integrity: "none"`,
];

export const THROWN_CALLS: readonly ThrownCall[] = METHODS.flatMap(([method, code]) => [
  {
    name: `a symbol for a method, in place of ${method}`,
    init: `{ ${method}, method: Symbol() }`,
    code: "invalid-call" as const,
  },
  { name: `${method} alone`, init: `{ ${method} }`, code },
  ...REFUSED_FIRST.map((other) => ({
    name: `${method}, and first ${other}`,
    init: `{ ${method}, ${other} }`,
    code: "invalid-call" as const,
  })),
  ...REFUSED_LATER.map((other) => ({
    name: `${method}, and then ${other}`,
    init: `{ ${method}, ${other} }`,
    code,
  })),
]);

/** Makes each call in the page; returns each error's text. */
export async function throwAll(base: string, inits: readonly string[]): Promise<string[]> {
  const errors: string[] = [];
  for (const [index, init] of inits.entries()) {
    const call = new Function("url", `return fetch(url, ${init})`);
    await (call(`${base}?thrown-${index}.`) as Promise<unknown>).then(
      () => errors.push("none"),
      (error) => errors.push(String(error)),
    );
  }
  return errors;
}
