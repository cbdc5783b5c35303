import { describe, expect, it } from "vitest";
import { problemsOf } from "../../e2e/stacks/parse.ts";
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
  it("is read by a parser of its language, and by the schema where there is one", async () => {
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

// The parsers have teeth.
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
])("a mistake in %s is found", async (language, code) => {
  expect(await problemsOf("", [{ file: "a", place: "top", language, code }])).not.toEqual([]);
});

it("a setting that Traefik does not know is found", async () => {
  const code =
    blocksOf("traefik", POLICY)[0]?.code.replace(
      /accessControlMaxAge: \d+/,
      "accessControlMaxAge: long",
    ) ?? "";
  expect(
    await problemsOf("traefik", [{ file: "a", place: "top", language: "yaml", code }]),
  ).toHaveLength(1);
});
