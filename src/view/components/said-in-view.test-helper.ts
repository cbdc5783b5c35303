import { JSDOM } from "jsdom";
import { type ComponentChild, h, render } from "preact";
import type { Exchange } from "../../exchange/exchange.ts";
import { PROTOCOL_VERSION } from "../../protocol/messages.ts";
import { judge } from "../../verdict/judge.ts";
import { diagnosedKeyOf, explainRowsOf } from "../model/diagnosed-rows.ts";
import { deeper } from "../model/row.ts";
import { createStore, type Store } from "../model/store.ts";
import { ExchangeDetail } from "./ExchangeDetail.tsx";
import { IssueDetail } from "./IssueDetail.tsx";
import { NOTHING_TO_RECORD, type PanelActions } from "./panel-actions.ts";

/** Two sentences that share this many of their words say the same. */
const SAME = 0.7;
/** A title and a label may repeat a sentence in a few words. */
const FEWEST_WORDS = 4;

const ACTIONS: PanelActions = {
  ...NOTHING_TO_RECORD,
  configPage: "https://crosscheck.test/",
  exportReport() {},
  reportText: async () => undefined,
  provenance: () => ({ browser: { name: "Chromium", version: "156" }, creatorVersion: "1" }),
};

/**
 * Repetitions in one view, in the details of each request and problem as the panel first shows them: "the
 * sentence = the other one", after the name of the details.
 */
export function saidTwiceInViews(exchanges: readonly Exchange[]): string[] {
  return inViews(exchanges, (root, name) =>
    saidTwice(sentencesIn(root)).map((pair) => `${name}: ${pair}`),
  ).flat();
}

/**
 * Renders the details of each request and problem of a recording.
 *
 * @param look inspects one view, with the name of its details.
 * @param open the sections that are open.
 */
export function inViews<Seen>(
  exchanges: readonly Exchange[],
  look: (root: HTMLElement, name: string) => Seen,
  open: readonly string[] = [],
): Seen[] {
  const { window } = new JSDOM("<!doctype html><main></main>");
  const { document } = window;
  const { ResizeObserver } = globalThis;
  const given = { document: globalThis.document, window: globalThis.window, ResizeObserver };
  Object.assign(globalThis, { document, window, ResizeObserver: NeverResized });
  try {
    const store = storeOf(exchanges);
    const { recording, issues } = store;
    store.openSections.value = new Set(open);
    const root = document.querySelector("main") as HTMLElement;
    const seenIn = (name: string, view: ComponentChild) => {
      render(view, root);
      const seen = look(root, name);
      render(null, root);
      return seen;
    };
    const usual = { store, actions: ACTIONS, onClose() {} };
    return [
      ...[...recording.value.rows.values()].map((row) =>
        seenIn(`request ${row.id}`, h(ExchangeDetail, { ...usual, row })),
      ),
      ...issues.value.map((issue) =>
        seenIn(`problem ${issue.id}`, h(IssueDetail, { ...usual, issue })),
      ),
    ];
  } finally {
    Object.assign(globalThis, given);
    deeper.value = null;
  }
}

/** Elements have no size in jsdom. */
class NeverResized implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

function storeOf(exchanges: readonly Exchange[]): Store {
  const store = createStore({
    judge,
    keyOf: diagnosedKeyOf,
    schedule: (flush) => flush(),
    // All are judged at once.
    now: () => 0,
  });
  deeper.value = explainRowsOf(store.recording);
  const state = { paused: false, dropped: 0, notUnderstood: 0 };
  const { settings } = store;
  store.receive({
    ...{ type: "snapshot", version: PROTOCOL_VERSION, exchanges, state },
    settings: settings.value,
  });
  return store;
}

/** The sentences in titles, paragraphs and items; not in the diagram, nor the names above header lines. */
function sentencesIn(root: Element): string[] {
  const blocks = ["h2", "p", "li"].flatMap((name) => [...root.getElementsByTagName(name)]);
  return blocks
    .filter((block) => block.className !== "change-where" && block.closest(".sequence") === null)
    .filter((block) => block.getElementsByTagName("p").length === 0)
    .flatMap((block) => (block.textContent ?? "").split(/(?<=[.!?])\s+/))
    .filter((text) => text.trim() !== "");
}

/** The headers that a sentence names: about another header, the same words say something else. */
const headersIn = (sentence: string) =>
  (sentence.match(/\b[A-Z]\w+(?:-[A-Z]\w+)+/g) ?? []).sort().join();

const wordsOf = (sentence: string) =>
  new Set(
    sentence.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}./:*-]*[\p{L}\p{N}*]|[\p{L}\p{N}*]/gu),
  );

/** The pairs of sentences that say the same, or nearly the same. */
export function saidTwice(sentences: readonly string[]): string[] {
  const all = sentences
    .map((text) => ({ text, words: wordsOf(text), headers: headersIn(text) }))
    .filter(({ words }) => words.size >= FEWEST_WORDS);
  return all.flatMap(({ text, words, headers }, index) =>
    all.slice(0, index).flatMap((earlier) => {
      const common = [...words].filter((word) => earlier.words.has(word)).length;
      const share = common / (words.size + earlier.words.size - common);
      return share >= SAME && headers === earlier.headers ? [`${earlier.text} = ${text}`] : [];
    }),
  );
}
