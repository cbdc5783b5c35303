import type { DiagnosisFinding, Side } from "../../diagnosis/diagnosis.ts";
import type { Certainty } from "../../verdict/verdict.ts";
import { type MessageName, say } from "../../words/words.ts";

const NAMES: Readonly<Record<Side, MessageName>> = {
  server: "side_server",
  proxy: "side_proxy",
  page: "side_page",
  browser: "side_browser",
  network: "side_network",
  "third-party": "side_third_party",
};

const CERTAINTIES: Readonly<Record<Certainty, MessageName>> = {
  certain: "certainty_certain",
  likely: "certainty_likely",
  ambiguous: "certainty_ambiguous",
};

/** A side in a few words: "proxy or CDN". */
export function saySide(side: Side): string {
  return say(NAMES[side]);
}

/** The same beside a title; with a question mark where another side may have to act. */
export function saySideInShort({ side, certainty }: DiagnosisFinding): string {
  return certainty === "ambiguous" ? say("side_open", saySide(side)) : saySide(side);
}

/** The side that has to act, with the certainty: "To be fixed by: proxy or CDN (probably)". */
export function sayWhoseMove({ side, certainty }: DiagnosisFinding): string {
  return say("report_side", saySide(side), say(CERTAINTIES[certainty]));
}
