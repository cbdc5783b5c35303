import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Policy } from "../policy/policy.ts";
import { judge } from "../verdict/judge.ts";
import { checkPolicy, checkRecorded } from "./check-commands.ts";
import { share } from "./redact.ts";

const POLICY: Policy = {
  origins: ["https://app.test"],
  methods: ["GET", "PUT"],
  requestHeaders: ["x-key"],
  credentials: true,
  exposedHeaders: ["x-total"],
  maxAge: 60,
  varyOrigin: true,
  errorStatuses: [],
  preflight: true,
};

const ALLOWED = [
  "#   Access-Control-Allow-Origin: https://app.test",
  "#   Access-Control-Allow-Credentials: true",
];

it("checks a recorded request: the preflight and the request, each with the expected headers", () => {
  const exchange = anExchange({
    ...{ url: "https://api.test/items?token=s3cr3t", method: "PUT", requestHeaders: null },
    ...{ response: null, ending: { kind: "failed", error: "net::ERR_FAILED" } as const },
    preflight: {
      status: 403,
      requestHeaders: {
        Origin: "https://app.test",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "x-key",
      },
      headers: {},
    },
  });
  const shared = share({ exchange, verdict: judge(exchange) }, false);
  const lines = checkRecorded(shared, POLICY).join("\n").split("\n");
  expect(lines[0]).toBe("# the preflight");
  expect(lines[1]).toMatch(/^curl -i -X OPTIONS /);
  const [first, second] = lines.join("\n").split("\n\n");
  expect(first?.split("\n").slice(-7)).toEqual([
    "# Expect a status from 200 to 299 and these headers; lists may be longer, or contain only the requested items:",
    ...ALLOWED,
    "#   Access-Control-Allow-Methods: GET, PUT",
    "#   Access-Control-Allow-Headers: x-key",
    "#   Access-Control-Max-Age: 60",
    "#   Vary: Origin",
  ]);
  expect(second?.split("\n").slice(-5)).toEqual([
    "# Expect these headers with every status; lists may be longer:",
    ...ALLOWED,
    "#   Access-Control-Expose-Headers: x-total",
    "#   Vary: Origin",
  ]);
  expect(lines.join("\n")).not.toContain("s3cr3t");
});

it("notes that an error response needs the headers too", () => {
  const exchange = anExchange({
    response: { status: 502, headers: {} },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });
  const lines = checkRecorded(share({ exchange, verdict: judge(exchange) }, false), POLICY);
  expect(lines[0]).toMatch(/^curl -i https:/);
  expect(lines.at(-1)).toBe("# The recorded status was 502. Error responses need the headers too.");
});

// biome-ignore format: a table is read by its columns.
it.each<[string, Partial<Policy>, RegExp]>([
  ["the first origin, and a method that needs a preflight", {}, /-H 'Origin: https:\/\/app\.test' [\s\S]*Request-Method: PUT' [\s\S]*Request-Headers: x-key'/],
  ["an example origin for *", { origins: "*", credentials: false }, /-H 'Origin: https:\/\/app\.example'[\s\S]*# {3}Access-Control-Allow-Origin: \*\n/],
  ["no header where none is allowed", { requestHeaders: [] }, /^(?![\s\S]*Request-Headers)/],
  ["a simple method if there is no other", { methods: ["GET"] }, /Request-Method: GET'/],
  ["a method that only ends like a simple one", { methods: ["GET", "WIDGET"] }, /Request-Method: WIDGET'/],
  ["a method that only begins like a simple one", { methods: ["HEAD", "HEADER"] }, /Request-Method: HEADER'/],
])("checks a policy without a request: %s", (_name, change, wanted) => {
  const text = checkPolicy({ ...POLICY, ...change }).join("\n");
  expect(text).toMatch(wanted);
  expect(text).toMatch(/^curl -i -X OPTIONS /m);
  expect(text).toContain("# replace https://api.example/path with an address of your server");
});

// An origin and a header name come from the network, and users paste the commands into a shell.
it.each([
  "https://app.test",
  "https://a.test'; touch pwned; '",
  'https://a.test"; touch pwned; "',
  "https://a.test$(touch pwned)",
  "https://a.test`touch pwned`",
  "https://a.test\ntouch pwned\n",
  "https://a.test\r\ntouch pwned",
  "https://a.test\u2028touch pwned",
  "-o pwned",
  "https://a.test > pwned",
  "https://a.test\\",
  "https://a.test\\\ntouch pwned",
])("quotes a policy of %j as one word in every command", (hostile) => {
  const policy = { ...POLICY, origins: [hostile], requestHeaders: [hostile], methods: [hostile] };
  const commands = checkPolicy(policy).join("\n");
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-check-"));
  const script = (text: string) => `curl() { printf '%s\\0' "$@" ""; }\n${text}\n`;
  for (const shell of ["sh", "bash"]) {
    execFileSync(shell, ["-n"], { input: commands });
    const said = execFileSync(shell, ["-s"], { cwd: folder, input: script(commands) }).toString();
    // Two commands, each with all of its words.
    expect(said.split("\0\0").filter((call) => call.startsWith("-i"))).toHaveLength(2);
    // A header has no line breaks: characters that curl would not send are escaped.
    if (/^[ -~]+$/.test(hostile)) expect(said).toContain(`Origin: ${hostile}`);
  }
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  // As zsh parses them, which may not allow comments.
  for (const line of commands.split("\n").filter((one) => one.startsWith("#   "))) {
    expect(line).toMatch(/^#[^$`'"\\;&|<>()!]*$/);
  }
});
