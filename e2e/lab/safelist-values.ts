import {
  isForbiddenRequestHeaderName,
  type SafelistRules,
  whyUnsafe,
} from "../../src/http/safelist.ts";
import type { Lab } from "./lab.ts";

type Line = readonly [name: string, value: string];

const lines = (name: string, ...values: readonly string[]): Line[] =>
  values.map((value) => [name, value] as const);

/** Of digits, upper-case and lower-case letters the first and the last: no rule distinguishes those between. */
const BETWEEN = /[1-8B-Yb-y]/;

/** Each byte that HTTP servers accept in a value, with the text around it. */
const eachByte = (text: (byte: string) => string) =>
  [0x09, ...Array.from({ length: 0x5f }, (_, index) => 0x20 + index)]
    .concat([0x80, 0x85, 0xa0, 0xe9, 0xff])
    .map((code) => String.fromCharCode(code))
    .filter((byte) => !BETWEEN.test(byte))
    .map(text);

const long = (length: number, byte = "a") => byte.repeat(length);

const NUMBERS = ["0", "1", "x", "", "1.5", "1.", ".5", "1.2.3", "-1", "1e3", "01", "1,2", "on"];

/** Request headers at the limits of the safelist, by the bytes of their values. */
export const SAFELIST_LINES: readonly Line[] = [
  ...lines("Accept", ...eachByte((byte) => `a${byte}b`), long(128), long(129), ""),
  ...lines("Accept-Language", ...eachByte((byte) => `a${byte}b`), long(128), long(129)),
  ...lines("Content-Language", ...eachByte((byte) => `a${byte}b`), long(128), long(129)),
  ...lines(
    "Content-Type",
    ...eachByte((byte) => `text/plain;a=x${byte}y`),
    ...eachByte((byte) => `text/plain${byte}`),
    ...eachByte((byte) => `text/plain${byte};a=b`),
    ...["", "text", "text/", "/plain", "text /plain", "text/ plain", "TEXT/Plain", "text/plain/x"],
    ...["text/plain;", "text/plain;;", "text/plain;a=b;", "text/plain; ;a", "text/plain x;a"],
    ...["text/plain,text/plain", "text/plain;a=b, text/plain", "multipart/form-data"],
    ...["application/x-www-form-urlencoded; charset=UTF-8", "application/json", "text/html"],
    ...[`text/plain;${long(117)}`, `text/plain;${long(118)}`],
  ),
  ...lines(
    "Range",
    ...["bytes=0-", "bytes=0-99", "bytes=5-5", "bytes=10-5", "bytes=-5", "bytes=0-1,4-5", "bytes="],
    ...["Bytes=0-", "BYTES=0-9", "items=0-", "bytes= 0-", "bytes=0 -5", "bytes=0- 5", "bytes =0-"],
    ...["bytes=+1-", "bytes=1-x", "bytes=0-5\u00a0", "bytes=00-01", "bytes=0x1-", ""],
    ...["bytes=9223372036854775806-", "bytes=9223372036854775807-", "bytes=0-9223372036854775807"],
    ...["bytes=18446744073709551615-", "bytes=18446744073709551616-"],
    ...[`bytes=${long(121, "0")}-`, `bytes=${long(122, "0")}-`],
  ),
  ...["DPR", "Device-Memory", "Downlink", "RTT", "Width", "Viewport-Width"].flatMap((name) =>
    lines(name, ...NUMBERS, long(128, "1"), long(129, "1")),
  ),
  ...lines("ECT", "4g", "3g", "2g", "slow-2g", "4G", "5g", "1", "", "4g,3g"),
  ...lines("Save-Data", "on", "ON", "off", "1", "", "on,off"),
  ...lines("Intervention", "x", 'a"b', "", long(129)),
  ...lines("X-Custom", "1"),
  ...lines("Sec-CH-Width", "x"),
];

/** Sends each header with its own GET: runs in any page. */
export async function sendEach(url: string, headers: readonly Line[]): Promise<void> {
  let next = 0;
  const send = async () => {
    for (let index = next++; index < headers.length; index = next++) {
      await fetch(`${url}?line=${index}`, { headers: [headers[index] as [string, string]] });
    }
  };
  await Promise.all([send(), send(), send(), send()]);
}

/** The responses that allow every header. */
export const ALLOWS_EACH = {
  preflight: {
    status: 204,
    headers: [
      ["Access-Control-Allow-Origin", "*"],
      ["Access-Control-Allow-Headers", "*"],
      ["Access-Control-Max-Age", "0"],
    ],
  },
  response: { headers: [["Access-Control-Allow-Origin", "*"]] },
} as const;

/** "Accept: a(b: preflight" for each line, as recorded from the browser and as expected by its rules. */
export function preflightsOf(
  lab: Lab,
  id: string,
  rules: SafelistRules,
): { readonly seen: readonly string[]; readonly wanted: readonly string[] } {
  const preflighted = new Set(
    lab.requests
      .filter(({ method, target }) => method === "OPTIONS" && target.includes(`/_/${id}?`))
      .map(({ target }) => Number(new URLSearchParams(target.split("?")[1]).get("line"))),
  );
  const preflightedOnes = (isPreflighted: (line: Line, index: number) => boolean) =>
    SAFELIST_LINES.map(
      (line, index) =>
        `${line.join(": ")} ${isPreflighted(line, index) ? "needs a preflight" : "needs none"}`,
    );
  return {
    seen: preflightedOnes((_, index) => preflighted.has(index)),
    wanted: preflightedOnes(
      ([name, value]) =>
        !isForbiddenRequestHeaderName(name) && whyUnsafe(name, value, rules) !== null,
    ),
  };
}
