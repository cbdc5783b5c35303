import type { Exchange } from "../exchange/exchange.ts";
import { type MessageName, say } from "../words/words.ts";

type Browser = Exchange["browser"];

/** Sentences that name a browser setting: its place and its name in that browser. */
const SWITCHES = {
  "without-service-worker": {
    chromium: "why_service_worker_error_fix_bypass",
    gecko: "why_service_worker_error_fix_unregister",
  },
  offline: { chromium: "why_offline_fix", gecko: "why_offline_fix_gecko" },
  "cors-off": {
    chromium: "why_passed_against_the_rules_suspects",
    gecko: "why_passed_against_the_rules_suspects_gecko",
  },
} as const satisfies Record<string, Record<Browser, MessageName>>;

/** The sentence about a setting in the user's browser. */
export function saySwitch(name: keyof typeof SWITCHES, browser: Browser): string {
  return say(SWITCHES[name][browser]);
}
