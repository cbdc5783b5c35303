import fc from "fast-check";
import type { LateWrapper } from "../../lab/late-wrappers.ts";

/** How a wrapper changes a call, and the request that is then sent. */
interface Effect {
  readonly name: string;
  /** The URL and the credentials that the page passes to the wrapper. */
  readonly url: "API" | "WRONG";
  readonly includes: boolean;
  /** The request that it passes on; null if it makes up the response. */
  readonly sends: { readonly includes: boolean } | null;
}

const EFFECTS: readonly Effect[] = [
  { name: "adds credentials", url: "API", includes: false, sends: { includes: true } },
  { name: "removes credentials", url: "API", includes: true, sends: { includes: false } },
  { name: "sends to another URL", url: "WRONG", includes: false, sends: { includes: false } },
  { name: "changes URL and credentials", url: "WRONG", includes: false, sends: { includes: true } },
];
const MOCK: Effect = { name: "makes it up", url: "API", includes: true, sends: null };

/** How a page's function is written; each calls `made(...args)`. */
const WAYS_TO_WRITE = {
  "an arrow": "(...args) => made(...args)",
  "a function of the same name": "function NAME(...args) { return made.apply(this, args); }",
  "a bound function": "(function (...args) { return made.apply(this, args); }).bind(window)",
  "an async function": "async function (...args) { return made(...args); }",
  "a method": "({ NAME(...args) { return made.apply(this, args); } }).NAME",
  "a proxy": "new Proxy(original, { apply: (_of, self, args) => made.apply(self, args) })",
} as const;
type Written = keyof typeof WAYS_TO_WRITE;

/** How the wrapper is installed. */
const WAYS_TO_PLACE = {
  "by an assignment": "OWNER.NAME = wrapper;",
  "as a fixed property":
    "Object.defineProperty(OWNER, 'NAME', { value: wrapper, configurable: true });",
  "by a getter":
    "Object.defineProperty(OWNER, 'NAME', { get: () => wrapper, configurable: true });",
} as const;
type Placed = keyof typeof WAYS_TO_PLACE;

function wrapperOf(owner: string, name: string, made: string, written: Written, placed: Placed) {
  const text = `const original = OWNER.NAME;
    const made = ${made};
    const wrapper = ${WAYS_TO_WRITE[written]};
    ${WAYS_TO_PLACE[placed]}`;
  return text.replaceAll("OWNER", owner).replaceAll("NAME", name);
}

const wantedOf = ({ sends }: Effect) => {
  if (sends === null) return [];
  return sends.includes
    ? [{ outcome: "blocked", cause: { code: "wildcard-origin-not-allowed" } }]
    : [{ outcome: "allowed", reachedServer: true, credentials: { value: "same-origin" } }];
};

const written = fc.constantFrom(...(Object.keys(WAYS_TO_WRITE) as Written[]));
const placed = fc.constantFrom(...(Object.keys(WAYS_TO_PLACE) as Placed[]));

/** `fetch`, wrapped. */
const wrappedFetch = fc
  .record({ written, placed, effect: fc.constantFrom(...EFFECTS, MOCK) })
  .map(({ written, placed, effect }): LateWrapper => {
    const made =
      effect.sends === null
        ? `async () => new Response("mocked")`
        : `(_url, init) => original.call(window, API, { ...init, credentials: "${effect.sends.includes ? "include" : "omit"}" })`;
    return {
      name: `fetch, ${written}, ${placed}, ${effect.name}`,
      script: wrapperOf("window", "fetch", made, written, placed),
      call: `fetch(${effect.url}, { credentials: "${effect.includes ? "include" : "same-origin"}" })`,
      wanted: wantedOf(effect),
    };
  });

/** `open` and `send` of XMLHttpRequest. An arrow function has no `this`, so it could not find the request. */
const wrappedXhr = fc
  .record({
    written: written.filter((one) => /method|same name|proxy/.test(one)),
    placed,
    effect: fc.constantFrom(...EFFECTS),
  })
  .map(({ written, placed, effect }): LateWrapper => {
    const isOpen = effect.url === "WRONG";
    const made = isOpen
      ? `function (method) { original.call(this, method, API); this.withCredentials = ${effect.sends?.includes}; }`
      : `function (body) { this.withCredentials = ${effect.sends?.includes}; original.call(this, body); }`;
    const name = isOpen ? "open" : "send";
    return {
      name: `${name}() of XMLHttpRequest, ${written}, ${placed}, ${effect.name}`,
      script: wrapperOf("XMLHttpRequest.prototype", name, made, written, placed),
      call: `XHR(${effect.url}${effect.includes ? ", (xhr) => { xhr.withCredentials = true; }" : ""})`,
      wanted: wantedOf(effect),
    };
  });

/** Pages that wrapped request APIs before a panel was opened; the same seed generates the same pages. */
export function lateWrappersOf(seed: number, count: number): LateWrapper[] {
  return fc.sample(fc.oneof(wrappedFetch, wrappedXhr), { seed, numRuns: count });
}
