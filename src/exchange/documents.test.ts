import { describe, expect, it } from "vitest";
import type { EmbedderPolicy } from "../http/embedder-policy.ts";
import type { HeaderList } from "../http/header-list.ts";
import { completedLife, someFacts } from "../observation/observation.test-builder.ts";
import type { Exchange } from "./exchange.ts";
import { ExchangeLog } from "./exchange-log.ts";

/** A requested document: its frame, the parent frame, its URL, and the requester. */
interface Document {
  readonly frame: number;
  readonly within?: number;
  readonly url: string;
  readonly by?: string | null;
  readonly headers?: HeaderList;
}

/** The exchange of the last document; the documents are requested one after another. */
function lastOf(...documents: readonly Document[]): Exchange {
  const log = new ExchangeLog("chromium");
  for (const [index, { frame, within = -1, url, by = null, headers = [] }] of documents.entries()) {
    const facts = someFacts({
      requestId: String(index),
      frameId: frame,
      parentFrameId: within,
      resourceType: frame === 0 ? "main_frame" : "sub_frame",
      initiator: by,
    });
    const life = { facts, url, method: "GET", at: 100 * index, responseHeaders: headers };
    for (const event of completedLife(life)) log.apply(event);
    if (index === documents.length - 1) continue;
    log.apply({
      kind: "navigated",
      ...{ tabId: 1, frameId: frame, parentFrameId: within, url, timeStamp: 100 * index + 2.5 },
      ...{ documentId: null, parentDocumentId: null, documentLifecycle: null },
    });
  }
  return log.exchange(1, String(documents.length - 1)) as Exchange;
}

const PAGE = { frame: 0, url: "https://app.test/" };
const A = { frame: 1, within: 0, url: "https://a.test/", by: "https://app.test" };
const IN_A = { frame: 2, within: 1, url: "https://b.test/", by: "https://a.test" };
const csp = (value: string) => [["Content-Security-Policy", value]] as const;

describe("the origins of the documents around a frame", () => {
  it.each<[string, readonly Document[], Exchange["ancestorOrigins"]]>([
    ["the page", [PAGE, A], ["https://app.test"]],
    ["a frame and the page", [PAGE, A, IN_A], ["https://a.test", "https://app.test"]],
    ["none for the page itself", [PAGE], []],
    ["an unrecorded page that requested the frame", [A], ["https://app.test"]],
    // For a document without a request, such as srcdoc, the documents around it are unknown.
    [
      "a frame without a request",
      [PAGE, { ...IN_A, by: "https://app.test" }],
      ["https://app.test", "https://app.test"],
    ],
    [
      "a frame without a request, in between",
      [PAGE, { ...IN_A, frame: 3 }, { ...IN_A, frame: 4, within: 3, by: "https://b.test" }],
      ["https://b.test", null, "https://app.test"],
    ],
    // https://html.spec.whatwg.org/multipage/browsers.html#sandboxed-origin-browsing-context-flag
    ["a sandboxed frame", [PAGE, A, { ...IN_A, by: "null" }], ["null", "https://app.test"]],
    // The first document of a frame may have requested the second.
    ["a frame that may be sandboxed", [PAGE, A, { ...A, by: "null" }], [null]],
    // https://w3c.github.io/webappsec-csp/#directive-sandbox
    [
      "a page sandboxed by its policy",
      [{ ...PAGE, headers: csp("img-src *, sandbox") }, A],
      ["null"],
    ],
  ])("%s", (_, documents, origins) => {
    expect(lastOf(...documents).ancestorOrigins).toEqual(origins);
  });
});

// https://html.spec.whatwg.org/multipage/browsers.html#embedder-policy-checks
describe("the embedder policy around a frame", () => {
  const policy = (value: string) => [["Cross-Origin-Embedder-Policy", value]] as const;
  const DEMANDING = { ...PAGE, headers: policy('require-corp; report-to="x"') };

  it.each<[string, readonly Document[], EmbedderPolicy | null]>([
    ["the page's", [DEMANDING, A], "require-corp"],
    ["the parent's", [PAGE, { ...A, headers: policy("credentialless") }, IN_A], "credentialless"],
    ["none, as the parent has none", [PAGE, A], "unsafe-none"],
    [
      "none, as its value is invalid",
      [{ ...PAGE, headers: policy("unsafe-none") }, A],
      "unsafe-none",
    ],
    ["unknown, as nothing was recorded", [A], null],
    // http: is not a secure context.
    ["none, on plain HTTP", [{ ...DEMANDING, url: "http://app.test/" }, A], "unsafe-none"],
    [
      "none, as the page is not a secure context",
      [{ ...PAGE, url: "http://app.test/" }, { ...A, headers: policy("require-corp") }, IN_A],
      "unsafe-none",
    ],
    // A document without a request has its creator's policy.
    ["the page's, for a frame without a request", [DEMANDING, IN_A], "require-corp"],
    [
      "unknown, where one of the frames may have one",
      [PAGE, { ...A, headers: policy("require-corp") }, { ...IN_A, within: 3 }],
      null,
    ],
  ])("%s", (_, documents, wanted) => {
    expect(lastOf(...documents).embedderPolicy).toBe(wanted);
  });
});
