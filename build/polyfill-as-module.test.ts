import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { APIS, withoutOtherApis } from "./polyfill-as-module.ts";

const POLYFILL = readFileSync(
  "node_modules/webextension-polyfill/dist/browser-polyfill.js",
  "utf8",
);

/** The APIs in a polyfill's tables. */
function apisOf(polyfill: string): string[] {
  const [, json = "{}"] = /const apiMetadata = (\{.*?\});\n/s.exec(polyfill) ?? [];
  return Object.keys(JSON.parse(json));
}

describe("the polyfill's tables", () => {
  it("are those of the APIs that the sources call", () => {
    const known = apisOf(POLYFILL);
    const called = new Set<string>();
    for (const path of readdirSync("src", { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(path)) continue;
      const source = readFileSync(`src/${path}`, "utf8");
      const members = source.matchAll(/\bbrowser\.(\w+)\b/g);
      const destructured = source.matchAll(/\{([^{}]*)\} = browser\b/g);
      for (const [, names = ""] of [...members, ...destructured]) {
        for (const name of names.split(/\W+/)) if (known.includes(name)) called.add(name);
      }
    }
    expect(called.size).toBeGreaterThan(5);
    expect([...called].filter((api) => !APIS.includes(api))).toEqual([]);
    expect(apisOf(withoutOtherApis(POLYFILL)).sort()).toEqual(
      known.filter((api) => APIS.includes(api)).sort(),
    );
  });

  it("have to be where they were", () => {
    expect(() => withoutOtherApis("const others = {};")).toThrow("no table of APIs");
  });
});
