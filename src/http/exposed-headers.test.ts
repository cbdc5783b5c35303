import { describe, expect, it } from "vitest";
import { readableHeaderNames } from "./exposed-headers.ts";
import type { HeaderLine } from "./header-list.ts";

const some: HeaderLine[] = [
  ["Content-Type", "text/plain"],
  ["X-Total", "3"],
  ["BB-8", "hey"],
  ["Set-Cookie", "a=b"],
];
const expose = (value: string): HeaderLine => ["Access-Control-Expose-Headers", value];

// https://fetch.spec.whatwg.org/#concept-filtered-response-cors;
// vectors: wpt/cors/resources/access-control-expose-headers.json
describe("readableHeaderNames of a CORS response", () => {
  it.each<[string, HeaderLine[], boolean, string[]]>([
    ["nothing exposed", [], false, ["content-type"]],
    ["one exposed", [expose("bb-8")], false, ["bb-8", "content-type"]],
    [
      "in two lines",
      [expose("bb-8"), expose("x-total")],
      false,
      ["bb-8", "content-type", "x-total"],
    ],
    ["empty members", [expose(", bb-8,,")], false, ["bb-8", "content-type"]],
    [
      "a member that is not a token invalidates the list",
      [expose("bb-8 x-total")],
      false,
      ["content-type"],
    ],
    ["a quoted member invalidates the list", [expose('"bb-8", x-total')], false, ["content-type"]],
    [
      "*",
      [expose("*")],
      false,
      ["access-control-expose-headers", "bb-8", "content-type", "x-total"],
    ],
    ["* with credentials is a literal name", [expose("*")], true, ["content-type"]],
    ["Set-Cookie never", [expose("set-cookie")], false, ["content-type"]],
    [
      "Set-Cookie2 never",
      [expose("*"), ["Set-Cookie2", "a"]],
      false,
      ["access-control-expose-headers", "bb-8", "content-type", "x-total"],
    ],
    ["* beside a name", [expose("x-total, *")], true, ["content-type", "x-total"]],
    ["names in any case", [expose("X-TOTAL")], false, ["content-type", "x-total"]],
    ["a name without a line", [expose("etag")], false, ["content-type"]],
    ["each once", [expose("x-total"), ["X-TOTAL", "4"]], false, ["content-type", "x-total"]],
  ])("%s", (_name, lines, include, wanted) => {
    expect(readableHeaderNames([...some, ...lines], "cors", include)).toEqual(wanted);
  });

  it("exposes all headers except cookies of a basic response, and none of an opaque one", () => {
    expect(readableHeaderNames(some, "basic", false)).toEqual(["bb-8", "content-type", "x-total"]);
    expect(readableHeaderNames(some, "opaque", false)).toEqual([]);
    const challenges = [["WWW-Authenticate", "Basic\nBearer"]] as const;
    expect(readableHeaderNames(challenges, "basic", false)).toEqual([]);
  });
});

// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
it("exposes the safelisted headers of another origin's response", () => {
  const safelisted = [
    ...["cache-control", "content-language", "content-length", "content-type"],
    ...["expires", "last-modified", "pragma"],
  ];
  const lines = [...safelisted, "age", "date", "etag", "vary"].map(
    (name): HeaderLine => [name, "1"],
  );
  expect(readableHeaderNames(lines, "cors", false)).toEqual(safelisted);
});
