import { causeFrom, stopped } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A WebSocket handshake that got a status other than 101. Chromium reports no response, and ends the
 * request in ERR_FAILED (seen in 156). Firefox reports the response, and ends the request in
 * NS_ERROR_WEBSOCKET_CONNECTION_REFUSED (seen in 153): e2e/both/handshakes.test.ts. CORS does not
 * apply to handshakes.
 * https://websockets.spec.whatwg.org/#the-websocket-interface
 *
 * @before the next rule: the rules that follow look for a CORS hypothesis.
 */
export const websocketRefused: Rule = {
  id: "websocket-refused",
  appliesTo: "any",
  decide({ exchange, at }) {
    const { resourceType, ending } = exchange;
    if (resourceType !== "websocket" || ending.kind !== "failed") return null;
    return stopped(causeFrom("network-error", "request", at, ending.error), {
      certainty: "likely",
    });
  },
};
