import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemsOf, shapeOf } from "../../e2e/stacks/parse.ts";
import { PARSED_STACKS } from "../../e2e/stacks/parsed-stacks.ts";
import type { Policy } from "../policy/policy.ts";
import { STACKS, stackById } from "./catalogue.ts";
import { safeParts, safePolicy } from "./safe-policy.ts";
import type { Block, Language } from "./stack.ts";

const POLICY: Policy = {
  origins: ["https://app.example", "http://[::1]:5173"],
  methods: ["GET", "PUT", "PATCH"],
  requestHeaders: ["authorization", "x-custom"],
  credentials: true,
  exposedHeaders: ["x-total"],
  maxAge: 600,
  varyOrigin: true,
  errorStatuses: [],
  preflight: true,
};
const POLICIES: readonly Policy[] = [
  POLICY,
  { ...POLICY, origins: "*", credentials: false },
  { ...POLICY, origins: ["https://app.example"], requestHeaders: [], exposedHeaders: [] },
  { ...POLICY, credentials: false, maxAge: null, exposedHeaders: [] },
];

const blocksOf = (id: string, policy: Policy): readonly Block[] => {
  const { policy: safe } = safePolicy(policy);
  const stack = stackById(id);
  if (safe === null || stack === null) throw new Error(id);
  return stack.snippet(safe).blocks;
};

describe.each(Object.keys(PARSED_STACKS))("what is printed for %s", (id) => {
  it("is accepted by its language's parser, and by the schema if there is one", async () => {
    for (const policy of POLICIES) {
      expect(await problemsOf(id, blocksOf(id, policy))).toEqual([]);
    }
  });
});

const FOR_PATHS = STACKS.filter(
  ({ id, snippetForPaths }) => id in PARSED_STACKS && snippetForPaths !== undefined,
);

it.each(FOR_PATHS)("what is printed for several paths in $id is read too", async (stack) => {
  for (const policy of POLICIES) {
    const { parts } = safeParts([
      { paths: ["/items", "/v1/users.json"], policy },
      { paths: ["/feed"], policy: { ...POLICY, origins: "*", credentials: false } },
    ]);
    expect(await problemsOf(stack.id, stack.snippetForPaths?.(parts).blocks ?? [])).toEqual([]);
  }
});

/** Values that a SafePolicy accepts, and that a language could take for a number, boolean or keyword. */
const ODD = [
  "no",
  "null",
  "true",
  "off",
  "1e3",
  "0x1f",
  "0777",
  "1_0",
  "M-SEARCH",
  "end",
  "default",
];
const names = fc.uniqueArray(
  fc.oneof(fc.constantFrom(...ODD), fc.stringMatching(/^[A-Za-z0-9](?:[\w-]{0,6}[A-Za-z0-9])?$/)),
  { minLength: 3, maxLength: 3, selector: (name) => name.toLowerCase() },
);
const origins = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom("http://[::1]:5173", "http://1.2.3.4", "x-y+z://a"),
    fc.stringMatching(
      /^[a-z][a-z0-9+-]{0,4}:\/\/[a-z0-9](?:[a-z0-9._-]{0,8}[a-z0-9])?(?::\d{1,5})?$/,
    ),
  ),
  { minLength: 2, maxLength: 2 },
);

// The other languages are read by their real servers; their syntax gives no character of a value a meaning.
it.each(STACKS)(
  "keeps a value one literal of its type in every language of $id",
  async ({ id }) => {
    const shapes = (policy: Policy) =>
      Promise.all(blocksOf(id, policy).map(({ language, code }) => shapeOf(language, code)));
    const three = { methods: ["AAA", "BBB", "CCC"], requestHeaders: ["x-a", "x-b", "x-c"] };
    const plain = { ...POLICY, ...three, exposedHeaders: ["x-d", "x-e", "x-f"] };
    const expected = await shapes({ ...plain, origins: ["https://a.test", "https://b.test"] });
    await fc.assert(
      fc.asyncProperty(
        origins,
        names,
        names,
        names,
        async (one, methods, requestHeaders, exposedHeaders) => {
          const odd = { ...POLICY, origins: one, methods, requestHeaders, exposedHeaders };
          expect(await shapes(odd)).toEqual(expected);
        },
      ),
      {
        numRuns: 20,
        examples: [
          [
            ["http://[::1]:5173", "http://1.2.3.4"],
            ODD.slice(0, 3),
            ODD.slice(3, 6),
            ODD.slice(6, 9),
          ],
        ],
      },
    );
  },
);

// The parsers reject invalid code.
// biome-ignore format: a table is read by its columns.
it.each<[Language, string]>([
  ["csharp",     'builder.Services.AddCors(options => options.AddPolicy("a"'],
  ["ini",        "[Service\nA=1"],
  ["java",       "http.cors(withDefaults();"],
  ["javascript", "const a = ;"],
  ["json",       '{ "a": 1, }'],
  ["php",        "<?php return ['a' => ];"],
  ["python",     "c.allow = ("],
  ["rust",       "let cors = CorsLayer::new(;"],
  ["shell",      'az storage cors add --origins "https://a'],
  ["xml",        "<cors><add></cors>"],
  ["yaml",       'a: [1, 2\nb: "'],
])("finds a mistake in %s", async (language, code) => {
  expect(await problemsOf("", [{ file: "a", place: "top", language, code }])).not.toEqual([]);
});

it("finds a setting that Traefik does not know", async () => {
  const code =
    blocksOf("traefik", POLICY)[0]?.code.replace(
      /accessControlMaxAge: \d+/,
      "accessControlMaxAge: long",
    ) ?? "";
  expect(
    await problemsOf("traefik", [{ file: "a", place: "top", language: "yaml", code }]),
  ).toHaveLength(1);
});
