import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findStacks } from "../../e2e/stacks/find-stacks.ts";
import { PARSED_STACKS } from "../../e2e/stacks/parsed-stacks.ts";
import type { Policy } from "../policy/policy.ts";
import { STACKS, stackById } from "./catalogue.ts";
import { safeParts, safePolicy } from "./safe-policy.ts";
import type { PolicyField, Snippet } from "./stack.ts";

const POLICY: Policy = {
  origins: ["https://app.example", "http://localhost:5173"],
  methods: ["GET", "PUT"],
  requestHeaders: ["authorization", "x-custom"],
  credentials: true,
  exposedHeaders: ["x-total"],
  maxAge: 600,
  varyOrigin: true,
  errorStatuses: [],
  preflight: true,
};

const snippetOf = (id: string, policy: Policy): Snippet | null => {
  const { policy: safe } = safePolicy(policy);
  return safe === null ? null : (stackById(id)?.snippet(safe) ?? null);
};

const textOf = (snippet: Snippet | null) =>
  snippet?.blocks.map(({ code }) => code).join("\n") ?? "";

const LABS = await findStacks();
const IDS = STACKS.map(({ id }) => id);

describe("the catalogue", () => {
  it("has each stack once, named like its file", () => {
    const files = readdirSync(join(import.meta.dirname, "catalogue")).map((name) =>
      name.replace(/\.ts$/, ""),
    );
    expect([...IDS].sort()).toEqual(files.sort());
    expect(new Set(STACKS.map(({ title }) => title)).size).toBe(STACKS.length);
  });

  it.each(IDS)("has a real server that proves %s, or says why it has none", (id) => {
    const folder = join(import.meta.dirname, "../../e2e/stacks", id);
    expect(existsSync(join(folder, `${id}.ts`))).toBe(!(id in PARSED_STACKS));
  });

  it.each(LABS)("has each mistake of $id made on its real server", ({ id, mistakes }) => {
    const ids = stackById(id)?.mistakes.map((mistake) => mistake.id) ?? [];
    expect(Object.keys(mistakes).sort()).toEqual(ids.sort());
  });

  it.each(STACKS)("$id says where to read on, and what is often got wrong", (stack) => {
    expect(stack.docs.length).toBeGreaterThan(0);
    for (const url of stack.docs) expect(url).toMatch(/^https:\/\//);
    expect(stack.mistakes.length).toBeGreaterThan(0);
    expect(stack.versions.length).toBeGreaterThan(0);
    expect(new Set(stack.mistakes.map(({ id }) => id)).size).toBe(stack.mistakes.length);
  });

  it.each(IDS)("fills the snippet of %s with every value of the policy", (id) => {
    const snippet = snippetOf(id, POLICY);
    const text = textOf(snippet).replaceAll("\\", "").toLowerCase();
    const fields = {
      origins: POLICY.origins as readonly string[],
      methods: POLICY.methods,
      requestHeaders: POLICY.requestHeaders,
      exposedHeaders: POLICY.exposedHeaders,
      maxAge: ["600"],
    };
    for (const [field, values] of Object.entries(fields)) {
      // A field that the software has no setting for is declared as unsupported.
      if (snippet?.unsupported?.includes(field as PolicyField)) continue;
      for (const value of values) expect(text).toContain(value.toLowerCase());
    }
  });

  it.each(IDS)("lets everybody in by * in %s where the policy does, without credentials", (id) => {
    const snippet = snippetOf(id, { ...POLICY, origins: "*", credentials: false });
    const text = textOf(snippet);
    if (!snippet?.unsupported?.includes("origins")) expect(text).toContain("*");
    expect(text).not.toContain("app.example");
    expect(text).not.toMatch(/credentials\W+(?:true|1)\b/i);
  });

  it.each(IDS)("says no credentials in %s where the policy does not", (id) => {
    expect(textOf(snippetOf(id, { ...POLICY, credentials: false }))).not.toMatch(
      /credentials"?\W+"?(?:true|1)\b/i,
    );
  });
});

const FOR_PATHS = STACKS.filter(({ snippetForPaths }) => snippetForPaths !== undefined);

describe("one configuration for several paths", () => {
  it.each(FOR_PATHS)("names in $id each path, and what its part allows", ({ snippetForPaths }) => {
    const { parts } = safeParts([
      { paths: ["/items", "/v1/users.json"], policy: POLICY },
      { paths: ["/feed"], policy: { ...POLICY, origins: "*", credentials: false, maxAge: 60 } },
    ]);
    const text = textOf(snippetForPaths?.(parts) ?? null)
      .replaceAll("\\", "")
      .toLowerCase();
    const values = [...(POLICY.origins as readonly string[]), ...POLICY.methods];
    for (const value of [
      ...["/items", "/v1/users.json", "/feed", "*", "600", "60"],
      ...[...values, ...POLICY.requestHeaders, ...POLICY.exposedHeaders],
    ]) {
      expect(text).toContain(value.toLowerCase());
    }
    // Only the first part allows credentials.
    expect(
      text.match(/credentials\W+(?:true|1)\b|allowcredentials\(\)/g)?.length ?? 0,
    ).toBeLessThan(3);
  });

  it.each(STACKS)(
    "is not used for $id where it has one policy",
    ({ snippetForPaths, hasOnePolicy }) => {
      expect(hasOnePolicy === true && snippetForPaths !== undefined).toBe(false);
    },
  );
});

// Origins and header names come from the network: the text can be hostile.
const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'https://a.test"); system("id',
    "https://a.test'; drop",
    "https://a.test\nreturn 200;",
    "https://a.test{}",
    "https://a.test$host",
    "https://a.test`id`",
    "https://a.test/%0a",
    "https://a.test</param-value>",
    "x-a#{exit}",
    "x-a%[src]",
    "X'",
    "$(id)",
  ),
);
const PLAIN = /^[A-Za-z0-9:/._[\]+-]*$/;

describe("a value of a policy", () => {
  it("is used in a snippet only if no configuration can misread it", () => {
    fc.assert(
      fc.property(fc.array(hostile), fc.array(hostile), fc.array(hostile), (a, b, c) => {
        const policy = { ...POLICY, origins: [...a, "https://ok.test"], methods: b };
        const { policy: safe, refused } = safePolicy({ ...policy, requestHeaders: c });
        const kept = [...(safe?.origins ?? []), ...(safe?.methods ?? [])];
        for (const value of [...kept, ...(safe?.requestHeaders ?? [])]) {
          expect(value).toMatch(PLAIN);
        }
        // No value is dropped silently.
        const left = kept.length + (safe?.requestHeaders.length ?? 0) + refused.length;
        expect(left).toBe(a.length + 1 + b.length + c.length);
      }),
    );
  });

  it.each([
    ["https://app.example", true],
    ["http://localhost:5173", true],
    ["http://[::1]:8080", true],
    ["chrome-extension://abcdefghijklmnop", true],
    ["https://xn--caf-dma.test", true],
    ["null", false],
    ["https://app.example/", false],
    ["https://APP.example", false],
    ["https://a.test\n", false],
    ["https://*.test", false],
  ])("the origin %j is accepted: %s", (origin, isTaken) => {
    expect(safePolicy({ ...POLICY, origins: [origin] }).policy !== null).toBe(isTaken);
  });

  it.each(IDS)("cannot change the shape of the snippet of %s", (id) => {
    const skeleton = (policy: Policy) =>
      textOf(snippetOf(id, policy)).replace(/[A-Za-z0-9.:/\\-]+/g, "");
    fc.assert(
      fc.property(hostile, hostile, (origin, name) => {
        const hostileOnes = {
          ...POLICY,
          origins: [...(POLICY.origins as readonly string[]), origin],
          requestHeaders: [...POLICY.requestHeaders, name],
        };
        const { refused } = safePolicy(hostileOnes);
        fc.pre(refused.length === 2);
        expect(skeleton(hostileOnes)).toBe(skeleton(POLICY));
      }),
      { numRuns: 30 },
    );
  });
});
