import type { Side } from "../../diagnosis/diagnosis.ts";
import { type MessageName, say } from "../../words/words.ts";

const NAMES: Readonly<Record<Side, MessageName>> = {
  server: "side_server",
  proxy: "side_proxy",
  page: "side_page",
  browser: "side_browser",
  network: "side_network",
  "third-party": "side_third_party",
};

/** A side as a few words: "proxy or CDN". */
export function saySide(side: Side): string {
  return say(NAMES[side]);
}
