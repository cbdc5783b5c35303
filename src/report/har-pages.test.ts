import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { pagesOf } from "./har-pages.ts";

const NAVIGATION = { resourceType: "main_frame", documentShown: true, documentId: null } as const;
const WORKER = { tabId: -1, frameId: -1, documentId: null } as const;

/** Each page's title, start and exchanges; the exchanges have letters for ids, in order of time. */
const pages = (...inits: ExchangeInit[]) => {
  const exchanges = inits.map((init, at) =>
    anExchange({ id: String.fromCharCode(97 + at), startedAt: at + 1, ...init }),
  );
  // Pages depend on time, not on the order of recording.
  const found = pagesOf(exchanges.reverse());
  expect(found.map(({ id }) => id)).toEqual(found.map((_, at) => `page_${at + 1}`));
  return found.map(({ title, startedAt, exchanges }) => [title, startedAt, exchanges.join("")]);
};

// https://w3c.github.io/web-performance/specs/HAR/Overview.html#pages
it.each<[string, ExchangeInit[], [string, number, string][]]>([
  [
    "a navigation starts one, named after its final URL",
    [
      { ...NAVIGATION, hops: [{ url: "https://a.test/" }, { url: "https://b.test/" }] },
      { documentId: "D1" },
      { ...NAVIGATION, url: "https://c.test/" },
      { documentId: "D1" },
      { documentId: "D2" },
    ],
    [
      ["https://b.test/", 1, "abd"],
      ["https://c.test/", 3, "ce"],
    ],
  ],
  [
    "each tab has its own pages",
    [
      { ...NAVIGATION, tabId: 1, url: "https://a.test/" },
      { ...NAVIGATION, tabId: 2, url: "https://b.test/" },
      { tabId: 1, documentId: null },
      { tabId: 2, documentId: "D1" },
      { tabId: 1, frameId: 7, documentId: "D1" },
    ],
    [
      ["https://a.test/", 1, "ace"],
      ["https://b.test/", 2, "bd"],
    ],
  ],
  [
    "a document whose navigation was missed is a page, named after its origin",
    [
      { documentId: "D1" },
      { documentId: "D2", initiatorOrigin: "https://b.test" },
      { documentId: "D1" },
    ],
    [
      ["https://app.test", 1, "ac"],
      ["https://b.test", 2, "b"],
    ],
  ],
  [
    "such a document is named after its request if its origin is unknown",
    [{ documentId: "D1", initiatorOrigin: null, url: "https://api.test/q" }],
    [["https://api.test/q", 1, "a"]],
  ],
  [
    "a frame's request does not show the page's document",
    [
      { frameId: 3, documentId: "F" },
      { documentId: "D1" },
      { documentId: "D1" },
      { documentId: "D2" },
    ],
    [
      ["https://app.test", 1, "abc"],
      ["https://app.test", 4, "d"],
    ],
  ],
  [
    "a worker's request belongs to a page only if its document is known",
    [
      WORKER,
      { tabId: -1, documentId: "D1" },
      { tabId: 1, documentId: "D1" },
      { tabId: -1, documentId: "D1" },
    ],
    [["https://app.test", 3, "cd"]],
  ],
])("pages: %s", (_name, inits, wanted) => {
  expect(pages(...inits)).toEqual(wanted);
});
