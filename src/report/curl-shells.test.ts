import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isomorphicEncode } from "../http/isomorphic.ts";
import { cmdQuote, configQuote, inBash, inCmd, inPowerShell } from "./curl-shells.ts";
import { shown } from "./shown.ts";

/** Parses like cmd.exe at its prompt: variables of "%name%", then carets, quotations and operators. */
function readByCmd(line: string): string {
  const variables: Readonly<Record<string, string>> = { PATH: "C:\\Windows", a: "A", OS: "NT" };
  const expanded = line.replace(/%([^%]+)%/g, (whole, name: string) => variables[name] ?? whole);
  let read = "";
  let isQuoted = false;
  for (let at = 0; at < expanded.length; at++) {
    const character = expanded[at] as string;
    if (character === "^" && !isQuoted) {
      at++;
      read += expanded[at] ?? "";
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && /[&|<>()]/.test(character)) throw new Error(`cmd obeys ${character}`);
    read += character;
  }
  return read;
}

/** https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments */
function readByProgram(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < line.length; ) {
    const backslashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
    const next = line[at + backslashes];
    if (next === '"') {
      word = (word ?? "") + "\\".repeat(backslashes >> 1);
      if (backslashes % 2 === 1) word += '"';
      else isQuoted = !isQuoted;
      at += backslashes + 1;
    } else if (backslashes > 0) {
      word = (word ?? "") + "\\".repeat(backslashes);
      at += backslashes;
    } else if (next === " " && !isQuoted) {
      if (word !== null) words.push(word);
      word = null;
      at++;
    } else {
      word = (word ?? "") + next;
      at++;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

const hostile = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."ab \\\"%^&|<>()!'`$PATH;,=") }),
  fc.string(),
  fc.constantFrom(
    '%PATH%&calc"',
    '\\"&calc&"',
    "a\\",
    'a\\"',
    "%a%%a%",
    "^^%^&",
    "!OS!",
    '"',
    "%",
    "https://a.test/?b=1&c=2|x",
  ),
);

describe("cmdQuote", () => {
  it("passes the exact text to a program, and no commands to cmd.exe", () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const line = readByCmd(`curl -i ${cmdQuote(one)} ${cmdQuote(other)}`);
        const visible = (text: string) => text.replace(/\t/g, " ").replace(/\p{Cc}/gu, "\ufffd");
        expect(readByProgram(line)).toEqual(["curl", "-i", visible(one), visible(other)]);
      }),
      { numRuns: 2000 },
    );
  });

  // https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
  it.each([
    ["a\\", '^"a\\\\^"'],
    ["a\\\\", '^"a\\\\\\\\^"'],
    ["a\\b", '^"a\\b^"'],
  ])("doubles the backslashes before its end: %s", (text, wanted) => {
    expect(cmdQuote(text)).toBe(wanted);
  });

  it("is checked by a reader that notices wrong quoting", () => {
    expect(() => readByCmd("curl 'a&calc'")).toThrow("obeys &");
    expect(readByCmd('curl "%PATH%"')).toContain("Windows");
  });
});

it.each([
  [
    inBash,
    [
      "# a; b",
      "curl -i --globoff --path-as-is -X PUT 'https://h.test/../a[1]'",
      "-H 'X-A: 1'",
      "-H 'X-B;'",
    ],
  ],
  [
    inCmd,
    [
      "rem a; b",
      'curl -i --globoff --path-as-is -X ^"PUT^" ^"https://h.test/../a[1]^"',
      '-H ^"X-A: 1^"',
      '-H ^"X-B;^"',
    ],
  ],
  [
    inPowerShell,
    [
      "# a; b",
      "@'",
      'url = "https://h.test/../a[1]"',
      "globoff",
      "path-as-is",
      'request = "PUT"',
      'header = "X-A: 1"',
      'header = "X-B;"',
      "'@ | curl.exe -i -K -",
    ],
  ],
])("writes a complete call for %o", (written, wanted) => {
  const text = written({
    ...{ method: "PUT", url: "https://h.test/../a[1]", notes: ["a", "b"] },
    headers: [
      ["X-A", "1"],
      ["no token", "1"],
      ["X-B", " "],
    ],
  });
  expect(text.replace(/ [\\^]$/gm, "").split(/\n */)).toEqual(wanted);
});

describe("the request that curl sends", () => {
  it("is the recorded one, from bash and from PowerShell's configuration file", async () => {
    const server = createServer((request, response) => {
      received = [request.method, request.url, request.headers["x-a"], request.headers.origin];
      response.end();
    });
    let received: unknown[] = [];
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const run = async (program: string, args: string[], input = "") => {
      const child = execFile(program, args);
      child.stdin?.end(input);
      await once(child, "exit");
    };
    const values = [
      'a "b" \\c\\',
      isomorphicEncode("café 日本"),
      "it's $HOME `x` %PATH% !",
      "\xe9\xff",
    ];
    for (const value of values) {
      const call = {
        method: "PUT",
        url: `http://127.0.0.1:${port}/a?b=1&c='2'`,
        headers: [
          ["Origin", "https://app.test"],
          ["X-A", value],
        ],
        notes: ["a note"],
      } as const;
      const wanted = ["PUT", "/a?b=1&c='2'", value, "https://app.test"];
      await run("bash", ["-c", inBash(call)]);
      expect(received).toEqual(wanted);
      // A configuration cannot contain Latin-1 that is not valid UTF-8.
      if (value === "\xe9\xff") continue;
      const [, config = ""] =
        /^# a note\n@'\n([\s\S]*)\n'@ \| curl\.exe -i -K -$/.exec(inPowerShell(call)) ?? [];
      received = [];
      await run("curl", ["-i", "-K", "-"], config);
      expect(received).toEqual(wanted);
    }
    server.close();
  });
});

it("has no line that could end a here-string or a configuration's value", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), hostile, (one, other) => {
      const text = inPowerShell({
        method: one,
        url: other,
        headers: [["X-A", shown`${one}\n'@`]],
        notes: [],
      });
      const lines = text.split("\n");
      expect(lines[0]).toBe("@'");
      expect(
        lines
          .slice(1, -1)
          .every((line) => /^(?:url|request|header|head|globoff|path-as-is)/.test(line)),
      ).toBe(true);
      expect(configQuote(one)).toMatch(/^"(?:[^"\\]|\\["\\])*"$/);
    }),
  );
});
