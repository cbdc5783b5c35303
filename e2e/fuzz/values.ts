import fc from "fast-check";
import { hostileValue } from "../../src/exchange/hostile-exchange.test-builder.ts";

/** Pieces that a pattern may match in many ways when they are repeated. */
const PIECES = [
  ...[
    "a",
    " ",
    "\t",
    ",",
    ";",
    ":",
    "=",
    "/",
    ".",
    "-",
    "_",
    "%",
    "%4",
    "\\",
    '"',
    "'",
    "`",
    "(",
    ")",
    "[",
  ],
  ...[
    "a-",
    "a=b&",
    "a,b ",
    "/a",
    "a.b",
    "\n",
    "at a (b:1:1)\n",
    "a@b:1:1\n",
    "%41",
    "{",
    '{"a":',
    "a/b;c=d,",
  ],
  ...["\u00e9", "\xc3\xa9", "\u202e", "\ud83d\ude00", "\ud800", "0", "A1", "eyJ"],
];

/** Any text: short ones of every kind, and long repetitive ones. */
export const anyText = (longest = 20_000): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: hostileValue() },
    {
      weight: 3,
      arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((all) => all.join("")),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...PIECES),
          fc.integer({ min: 1, max: longest }),
          fc.constantFrom(...PIECES, ""),
        )
        .map(([piece, times, end]) => piece.repeat(Math.ceil(times / piece.length)) + end),
    },
  );

/** Any value of JSON, or of a message between two scripts. */
export const anyValue = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: anyText(300) },
    fc.constantFrom(
      undefined,
      null,
      true,
      false,
      0,
      -1,
      1e21,
      0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ),
    fc.constantFrom<unknown>([], {}, [[]], "__proto__", { __proto__: null }, { length: 1e9 }),
    fc.anything({ maxDepth: 3, maxKeys: 4 }),
    fc
      .constant(null)
      .map(() =>
        JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
      ),
  );

/** Any value made from a sample by replacing, removing and adding some of its parts. */
export function like<T>(samples: readonly T[], most = 3): fc.Arbitrary<unknown> {
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom("replace", "remove", "add"),
    anyValue(),
    anyText(50),
  );
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: most }))
    .map(([sample, changes]) => {
      const whole = { value: structuredClone(sample) as unknown };
      for (const [at, how, value, key] of changes) {
        const places = placesIn(whole);
        const place = places[at % places.length];
        if (place === undefined) break;
        const [owner, name] = place;
        if (how === "replace") owner[name] = value;
        else if (how === "remove") {
          // Neither JSON nor a browser produces arrays with holes.
          if (Array.isArray(owner)) owner.splice(Number(name), 1);
          else delete owner[name];
        }
        // Such a length is invalid for an array.
        else if (!(Array.isArray(owner) && key === "length")) owner[key] = value;
      }
      return whole.value;
    });
}

type Owner = Record<string, unknown>;
type Place = readonly [owner: Owner, name: string];

function placesIn(root: object): Place[] {
  const places: Place[] = [];
  const queue: object[] = [root];
  for (let owner = queue.pop(); owner !== undefined && places.length < 2_000; owner = queue.pop()) {
    for (const name of Object.keys(owner)) {
      places.push([owner as Owner, name]);
      const part = (owner as Owner)[name];
      if (typeof part === "object" && part !== null) queue.push(part);
    }
  }
  return places;
}
