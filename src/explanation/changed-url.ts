import { changedByBrowser, isExplainedByChange } from "../diagnosis/changed-by-browser.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { firstHop } from "../exchange/exchange.ts";
import { parseUrl } from "../http/origin.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { say } from "../words/words.ts";
import type { Explanation } from "./explanation.ts";
import { plainText } from "./plain-text.ts";

/**
 * The words for a failed request whose URL the browser or an extension changed: the change comes first. Where
 * it explains the failure, the advice for the server that was reached goes.
 */
export function withChangedUrl(
  exchange: Exchange,
  verdict: Verdict,
  words: Explanation,
): Explanation {
  const change = changedByBrowser(exchange, verdict);
  if (change === null) return words;
  const [from, to] = [plainText(change.from), plainText(change.to)];
  const { method } = firstHop(exchange);
  const { isUpgrade } = change;
  const target = `${plainText(method, 40)} ${plainText(parseUrl(change.from)?.pathname, 60)}`;
  const because = [
    say(isUpgrade ? "why_upgraded_because" : "why_changed_because", from, to),
    ...words.because,
  ];
  const advice = isUpgrade
    ? [say("why_upgraded_fix", to), say("why_upgraded_fix_remove", from)]
    : [say("why_changed_fix"), say("why_changed_fix_direct", to)];
  if (!isExplainedByChange(exchange, verdict)) {
    return { ...words, because, fix: [...advice.slice(0, 1), ...words.fix] };
  }
  return {
    ...words,
    title: say(isUpgrade ? "why_upgraded_title" : "why_changed_title", target),
    because,
    fix: advice,
    remedyHelps: false,
  };
}
