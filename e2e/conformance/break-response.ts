import { type Bytes, inBytes, type ResponseSpec } from "../lab/lab-response.ts";
import type { Broken } from "./scenario.ts";

const GARBAGE = Uint8Array.from({ length: 64 }, (_, index) => (index * 151 + 7) % 256);
/** The size of a head in bytes: more than Chromium reads. */
const TOO_LONG = 300_000;

/**
 * Faults that hide the server's headers from the browser, which still continues. Firefox takes bytes that
 * are not HTTP for a body without headers.
 */
export const LOSES_HEADERS: ReadonlySet<Broken> = new Set<Broken>([
  "garbage",
  "bare-text",
  "other-protocol",
  "half-status-line",
  "half-head",
  "half-allow-origin",
  "space-before-colon",
]);

/** A response with a fault: its meaning is complete, but it is invalid or incomplete HTTP. */
export function breakResponse(spec: ResponseSpec, broken: Broken, method: string): Bytes {
  const { headers = [] } = spec;
  const { head, body } = inBytes(spec, method);
  const withHead = (change: (text: string) => string): Bytes =>
    inOne(change(head.toString("latin1")), body);
  const withLines = (...lines: readonly (readonly [string, string])[]): Bytes => {
    const changed = inBytes({ ...spec, headers: [...headers, ...lines] }, method);
    return inOne(changed.head.toString("latin1"), changed.body);
  };
  const chunked = (chunks: string): Bytes => {
    const lines = [...headers, ["Transfer-Encoding", "chunked"]] as const;
    return inOne(inBytes({ ...spec, headers: lines }, method).head.toString("latin1"), chunks);
  };
  switch (broken) {
    case "garbage":
      return { bytes: GARBAGE };
    case "bare-text":
      return inOne("", "told\n");
    case "other-protocol":
      return inOne("", "SSH-2.0-lab\r\n");
    case "half-status-line":
      return inOne("HTTP/1.1 2", "");
    case "half-head":
      return inOne(head.toString("latin1").slice(0, -6), "");
    case "half-allow-origin":
      return inOne(withoutRest(head.toString("latin1")), "");
    case "nul-in-head":
      return withLines(["X-Nul", "a\0b"]);
    case "line-without-colon":
      return withHead((text) => text.replace("\r\n", "\r\nno colon here\r\n"));
    case "space-before-colon":
      return withHead((text) => text.replaceAll(/^(access-[\w-]+):/gim, "$1 :"));
    case "folded-lines":
      return withHead((text) => text.replaceAll(/^(access-[\w-]+): /gim, "$1:\r\n "));
    case "long-head":
      return withLines(["X-Long", "a".repeat(TOO_LONG)]);
    case "two-lengths":
      return withLines(["Content-Length", "3"], ["Content-Length", "4"]);
    case "two-locations":
      return withLines(["Location", "/one"], ["Location", "/two"]);
    case "after-early-hints":
      return withHead((text) => `HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n${text}`);
    case "half-body":
      return inOne(head.toString("latin1"), body.subarray(0, Math.floor(body.length / 2)));
    case "bad-chunk":
      return chunked("zz\r\ntold\r\n0\r\n\r\n");
    case "half-chunk":
      return chunked("9\r\ntold");
    case "not-compressed":
      return withLines(["Content-Encoding", "gzip"]);
  }
}

/** The head, cut off within its `Access-Control-Allow-Origin` line. */
function withoutRest(head: string): string {
  const line = /^access-control-allow-origin: .*$/im.exec(head);
  return line === null ? head.slice(0, -6) : head.slice(0, line.index + line[0].length - 2);
}

function inOne(head: string, body: string | Uint8Array): Bytes {
  return { bytes: Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body)]) };
}
